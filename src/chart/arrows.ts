import { type Edge, everyState, leavesOf, type State } from './chart'

/** All edges from one state to another; what stays, or comes back at once, is none. */
export interface Arrow {
  /** A path; `''` for any state. */
  readonly from: string
  readonly to: string
  readonly edges: readonly Edge[]
}

/** The ways between the states of a chart, one from here to there whatever its reasons. */
export function arrowsOf(root: State): readonly Arrow[] {
  const arrows = new Map<string, Arrow & { edges: Edge[] }>()
  for (const state of everyState(root)) {
    for (const edge of state.edges) {
      for (const to of edge.targets) {
        for (const from of startsOf(state, edge, to)) {
          if (from === to) continue
          const arrow = arrows.get(`${from} ${to}`) ?? { from, to, edges: [] }
          arrows.set(`${from} ${to}`, arrow)
          arrow.edges.push(edge)
        }
      }
    }
  }
  return [...arrows.values()]
}

/** An arrow from a box to what is inside it starts at every leaf of the box instead. */
function startsOf(state: State, { descriptor }: Edge, target: string): readonly string[] {
  if (state.path === '' || !target.startsWith(`${state.path}.`)) return [state.path]
  const isDone = descriptor.startsWith('xstate.done.state.')
  return leavesOf(state)
    .filter(({ type }) => !isDone || type === 'final')
    .map(({ path }) => path)
}
