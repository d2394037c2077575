import { getShortestPaths } from 'xstate/graph'
import type { SessionStatus } from '../../machines'
import { ACTS, type SessionAct } from './session-acts'
import { sessionStory } from './session-story'

/** One act, and the status that the session then has. */
export interface SessionPathStep<Act extends SessionAct = SessionAct> {
  readonly act: Act
  readonly status: SessionStatus
}

/** How to make each act happen; the stage of `createSessionStage` has them all. */
export type SessionActs<Act extends SessionAct = SessionAct> = Readonly<Record<Act, () => unknown>>

/** What the app shows in each status: each throws, or rejects, where it does not. */
export type SessionShows = Readonly<Record<SessionStatus, (step: SessionPathStep) => unknown>>

/** One way through a session, from the opening of the app. */
export interface SessionPath<Act extends SessionAct = SessionAct> {
  /** What happens on it, for the title of a test: `the app opens, the store answers, the user logs in`. */
  readonly name: string
  readonly steps: readonly SessionPathStep<Act>[]
  /**
   * Lets everything happen, one act after the other, and after each asks whether the app shows the status that follows. One
   * function may stand for all acts, or for all statuses.
   *
   * @throws Error that names the step; its `cause` is what the act, or the look at the app, threw.
   */
  walk(
    acts: SessionActs<Act> | ((act: Act) => unknown),
    shows: SessionShows | ((status: SessionStatus, step: SessionPathStep) => unknown),
  ): Promise<void>
}

const NAMES = Object.keys(ACTS) as SessionAct[]
const BEGINNING: readonly SessionAct[] = ['open', 'restore']

/**
 * Ways through a session that take together every step that its user can notice, as short as they can be: every act in every
 * status that it leads on from. Without some `acts`, those that can do without them; `open` and `restore` begin each.
 *
 * @throws TypeError that names an act which there isn't, or without which no path begins.
 */
export function sessionPaths<Act extends SessionAct = SessionAct>(acts?: readonly Act[]): readonly SessionPath<Act>[] {
  const unknown = acts?.find((act) => !NAMES.includes(act))
  if (unknown !== undefined)
    throw new TypeError(`sessionPaths: there is no act '${unknown}'; take some of ${NAMES.join(', ')}`)
  const missing = BEGINNING.find((act) => acts && !(acts as readonly SessionAct[]).includes(act))
  if (missing !== undefined)
    throw new TypeError(`sessionPaths: '${missing}' is missing, and every path begins with 'open' and 'restore'`)
  const found = getShortestPaths(sessionStory, {
    events: (acts ?? NAMES).map((type) => ({ type })),
    filterEvents: (state, event) => state.can(event),
    serializeState: (state, event, before) => JSON.stringify([state.value, before?.value, event?.type]),
  })
  const ways = found.map(({ steps }) =>
    steps.slice(1).map(({ event, state }) => ({ act: event.type as Act, status: [...state.tags][0] as SessionStatus })),
  )
  const named = ways.map((steps) => ({ name: steps.map(({ act }) => ACTS[act]).join(', '), steps }))
  return named
    .filter(({ name }) => name !== '' && !named.some((other) => other.name.startsWith(`${name}, `)))
    .map(({ name, steps }) => ({ name, steps, walk: walkerOf(steps) }))
}

function walkerOf<Act extends SessionAct>(steps: readonly SessionPathStep<Act>[]): SessionPath<Act>['walk'] {
  return async (acts, shows) => {
    const make = typeof acts === 'function' ? acts : (act: Act) => acts[act]()
    const look =
      typeof shows === 'function' ? shows : (status: SessionStatus, step: SessionPathStep) => shows[status](step)
    for (const [index, step] of steps.entries()) {
      const place = `step ${index + 1} of ${steps.length}, ‘${ACTS[step.act]}’`
      await blamed(`${place}, can't be made to happen`, () => make(step.act))
      await blamed(`${place}, leads to '${step.status}', and the app does not show it`, () => look(step.status, step))
    }
  }
}

async function blamed(what: string, run: () => unknown): Promise<void> {
  try {
    await run()
  } catch (error) {
    throw new Error(`${what}: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
  }
}
