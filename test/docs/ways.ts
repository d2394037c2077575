import { sessionMachine } from 'xstate-auth-session/machines'
import { everyState, leavesOf, readChart, type State } from '../../src/chart/chart'
import { partsOf } from './public-types'

/** Every step from one public status to another that the session chart has, `'refreshing → expired'`. */
export function waysBetweenStatuses(): ReadonlySet<string> {
  const root = readChart(sessionMachine)
  const states = everyState(root)
  const byPath = (path: string) => states.find((state) => state.path === path)!
  const entered = (state: State): State[] =>
    state.initial.length > 0 ? state.initial.flatMap((path) => entered(byPath(path))) : [state]
  const statuses = partsOf('SessionStatus')
  const statusOf = ({ tags, parent }: State): string | undefined =>
    statuses.find((status) => tags.includes(status) || parent?.tags.includes(status))
  const ways = states.flatMap((state) =>
    state.edges.flatMap(({ targets }) =>
      leavesOf(state).flatMap((from) =>
        targets.flatMap((target) => entered(byPath(target)).map((to) => `${statusOf(from)} → ${statusOf(to)}`)),
      ),
    ),
  )
  return new Set(ways)
}
