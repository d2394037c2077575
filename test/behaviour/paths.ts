import type { SnapshotFrom } from 'xstate'
import { createTestModel } from 'xstate/graph'
import { held, waiting } from './facts'
import { type Happening, happenings } from './happenings'
import { model } from './model'
import { foresee } from './sight'

type State = SnapshotFrom<typeof model>

const placeOf = (state: State) => (state.matches('asleep') ? 'asleep' : foresee(state).status)

const whoHopes = ({ context }: State) => waiting(context).length + held(context).length

/** One caller in hope is like many. */
const possibleIn = (state: State): Happening[] =>
  happenings.filter((happening) => state.can(happening) && (happening.type !== 'request.sent' || whoHopes(state) === 0))

/** Shortest ways to everything that can follow from each happening in each status; beginnings of longer ones are left out. */
export function findPaths(): readonly (readonly Happening[])[] {
  const found = createTestModel(model).getShortestPaths({
    events: possibleIn,
    allowDuplicatePaths: true,
    serializeState: (state, happening, previous) => {
      const { nextTry, refresh } = state.context
      const edge = previous && [placeOf(previous), happening]
      return JSON.stringify([placeOf(state), nextTry, refresh, whoHopes(state), edge])
    },
  })
  const paths = found.map(({ steps }) => steps.slice(1).map(({ event }) => event as Happening))
  const beginnings = new Set(paths.flatMap((path) => path.map((_, length) => JSON.stringify(path.slice(0, length)))))
  return paths.filter((path) => !beginnings.has(JSON.stringify(path)))
}
