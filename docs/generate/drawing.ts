import { type Edge, everyState, leavesOf, type State } from '../../src/chart/chart'

const ANYWHERE = 'any_state'

/** The chart as Mermaid text. What stays, or comes back at once, is left to the table: loops bury the way. */
export function draw(root: State): string {
  const arrows = mergedArrows(root)
  const anywhere = arrows.some(({ from }) => from === ANYWHERE)
  return [
    'stateDiagram-v2',
    ...(anywhere ? [`  state "any state" as ${ANYWHERE}`] : []),
    ...(root.type === 'parallel' ? box(root) : inside(root)).map(indent),
    ...arrows.map(({ from, to, reasons }) => indent(`${from} --> ${to} : ${[...reasons].map(labelOf).join('<br/>')}`)),
  ].join('\n')
}

function inside(state: State): string[] {
  const regions = state.children.map((child) => [
    ...box(child),
    ...(state.initial.includes(child.path) ? [`[*] --> ${idOf(child.path)}`] : []),
    ...(child.type === 'final' ? [`${idOf(child.path)} --> [*]`] : []),
  ])
  return regions.flatMap((lines, place) => (state.type === 'parallel' && place > 0 ? ['--', ...lines] : lines))
}

function box(state: State): string[] {
  const head = `state "${state.key}" as ${idOf(state.path)}`
  return state.children.length === 0 ? [head] : [`${head} {`, ...inside(state).map(indent), '}']
}

interface Arrow {
  from: string
  to: string
  /** The guards of every event that leads there. */
  reasons: Map<string, string[]>
}

/** One arrow from here to there carries all its reasons. */
function mergedArrows(root: State): Arrow[] {
  const arrows = new Map<string, Arrow>()
  for (const state of everyState(root)) {
    for (const edge of state.edges) {
      for (const target of edge.targets) {
        for (const from of startsOf(state, edge, target)) {
          const to = idOf(target)
          if (from === to) continue
          const { reasons } = getOrAdd(arrows, `${from} ${to}`, { from, to, reasons: new Map() })
          getOrAdd(reasons, `${edge.event}${edge.reenters ? ' (enters anew)' : ''}`, []).push(guardOf(edge, state))
        }
      }
    }
  }
  return [...arrows.values()]
}

function guardOf(edge: Edge, { edges }: State): string {
  const guarded = edges.some(({ event, guard }) => event === edge.event && guard !== null)
  return edge.guard ?? (guarded ? 'otherwise' : '')
}

function labelOf([event, guards]: [string, string[]]): string {
  return guards.includes('') ? event : `${event} [${guards.join(' or ')}]`
}

function getOrAdd<Value>(map: Map<string, Value>, key: string, fresh: Value): Value {
  const value = map.get(key) ?? fresh
  map.set(key, value)
  return value
}

/** Mermaid can't draw an arrow from a box to what is inside it: it starts at every leaf of the box instead. */
function startsOf(state: State, { descriptor }: Edge, target: string): string[] {
  if (state.path === '') return [ANYWHERE]
  if (!target.startsWith(`${state.path}.`)) return [idOf(state.path)]
  const isDone = descriptor.startsWith('xstate.done.state.')
  const leaves = leavesOf(state).filter(({ type }) => !isDone || type === 'final')
  return leaves.map(({ path }) => idOf(path))
}

function idOf(path: string): string {
  return path === '' ? 'machine' : path.replace(/\W/g, '_')
}

function indent(line: string): string {
  return `  ${line}`
}
