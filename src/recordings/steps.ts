import { renewalMachine, sessionMachine } from '../../machines'
import type { RecordedEvent, RecordedState, RecordedStates, Recording } from '../timeline'
import { VERSION } from '../version'
import { timeOfDay } from './moments'
import { checkRecording, withItsVersion } from './read-recordings'
import { RecordingError } from './recording-error'
import { createReplay } from './replay'
import { sameFacts } from './same-facts'
import { eventName } from './xstate-events'

/** One event, and what it made of its machine. */
export interface ReproducedStep {
  /** ms since the epoch. */
  readonly at: number
  readonly machine: RecordedEvent['machine']
  readonly event: RecordedEvent['event']
  /** `null`: it was not running. */
  readonly before: RecordedState | null
  /** `null`: it has ended. */
  readonly after: RecordedState | null
}

/**
 * What the machines, as they are shipped, do with a recording on simulated time.
 *
 * @throws RecordingError that names the first step that differs from what was recorded.
 */
export function stepsOf(recording: Recording): readonly ReproducedStep[] {
  return [...walk(recording)]
}

/** The same, step by step, for whoever has no time for all of them at once. @throws RecordingError */
export function* walk(recording: Recording): Generator<ReproducedStep, void> {
  const { events, start, end, startedAt, version } = checkRecording(recording)
  const differs = (what: string) => {
    const unchanged = `replay it unchanged, and with the build of ${VERSION} that made it`
    return new RecordingError(`${what}: ${version === VERSION ? unchanged : withItsVersion(version)}`)
  }
  const replays = attempt(
    () => ({
      session: createReplay(sessionMachine, start.session, startedAt),
      renewal: createReplay(renewalMachine, start.renewal, startedAt),
    }),
    (problem) => differs(`the machines can't start as they were recorded (${problem})`),
  )
  for (const [index, recorded] of events.entries()) {
    const { machine, event, value } = recorded
    const at = startedAt + recorded.at
    const name = `step ${index + 1} of ${events.length}, ${eventName(event.type)} of ${machine} at ${timeOfDay(at)}`
    const before = replays[machine].state()
    const led = attempt(
      () => replays[machine].take(recorded),
      (problem) => differs(`${name}, can't be: ${problem}`),
    )
    if (!sameFacts(led, value))
      throw differs(`${name}, led to ${JSON.stringify(value)} and leads to ${JSON.stringify(led)}`)
    yield { at, machine, event, before, after: replays[machine].state() }
  }
  for (const machine of ['session', 'renewal'] as const satisfies readonly (keyof RecordedStates)[])
    if (!sameFacts(replays[machine].state(), end[machine]))
      throw differs(`the ${machine} does not end as it was recorded`)
}

function attempt<T>(run: () => T, fail: (problem: string) => Error): T {
  try {
    return run()
  } catch (error) {
    throw fail(error instanceof Error ? error.message.replace(/\s+/g, ' ') : typeof error)
  }
}
