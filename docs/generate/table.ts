import { type Edge, everyState, leavesOf, type State } from '../../src/chart/chart'

/** What every event does in every leaf: rows are events, columns are leaves. An empty cell ignores its event. */
export function tabulate(root: State): string {
  const leaves = leavesOf(root).filter(({ type }) => type !== 'final')
  const rows = rowsOf(root).map(({ event, descriptor }) => [
    `\`${event}\``,
    ...leaves.map((leaf) => outcomes(leaf, descriptor, event, root).join('<br/>')),
  ])
  const head = ['event', ...leaves.map(({ path }) => `\`${path}\``)]
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.map(inCell).join(' | ')} |`).join('\n')
}

/** Events by name, then those of actors, of time, and of the chart itself. */
function rowsOf(root: State): Pick<Edge, 'event' | 'descriptor'>[] {
  const rows = new Map<string, Edge>()
  for (const state of everyState(root)) {
    for (const edge of state.edges) if (!rows.has(edge.event)) rows.set(edge.event, edge)
  }
  const kinds = [/^(?!xstate\.|\*?$)/, /^xstate\.(done|error)/, /^xstate\.after/, /^\*?$/]
  return kinds.flatMap((kind) => [...rows.values()].filter(({ descriptor }) => kind.test(descriptor)))
}

/** In the order of asking: the leaf first, then what it inherits; without a guard nobody is asked after it. */
function outcomes(leaf: State, descriptor: string, event: string, root: State): string[] {
  const found: string[] = []
  for (let state: State | null = leaf; state !== null; state = state.parent) {
    for (const edge of candidates(state, descriptor, event)) {
      if (edge.targets.length > 0 || edge.acts) found.push(outcome(edge, root))
      else found.push(edge.guard === null ? 'ignored' : `ignored [${edge.guard}]`)
      if (edge.guard === null) return found
    }
  }
  return found
}

/** The exact event before the wildcards that catch it. What xstate makes up itself belongs to one state. */
function candidates(state: State, descriptor: string, event: string): Edge[] {
  const exact = state.edges.filter((edge) => edge.event === event)
  if (descriptor === '' || descriptor.startsWith('xstate.') || descriptor.endsWith('*')) return exact
  const wild = state.edges
    .filter(({ descriptor: other }) => other.endsWith('*') && `${descriptor}.`.startsWith(other.slice(0, -1)))
    .sort((a, b) => b.descriptor.length - a.descriptor.length)
  return [...exact, ...wild]
}

function outcome({ targets, guard, reenters }: Edge, root: State): string {
  const result = targets.length === 0 ? 'stays' : targets.map((path) => `**${entered(path, root)}**`).join(' and ')
  return `${result}${reenters ? ' (enters anew)' : ''}${guard === null ? '' : ` [${guard}]`}`
}

/** The leaf that is entered with `path`. */
function entered(path: string, root: State): string {
  const [first, second] = everyState(root).find((state) => state.path === path)?.initial ?? []
  return first === undefined || second !== undefined ? path : entered(first, root)
}

function inCell(cell: string): string {
  return cell.replaceAll('|', '\\|')
}
