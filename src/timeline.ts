import type { AnyActorRef, AnyMachineSnapshot, InspectionEvent } from 'xstate'

/** How many events a recording holds. */
const LIMIT = 500

/** The state of one machine, as plain data without a secret. */
export interface RecordedState {
  readonly value: unknown
  readonly context: unknown
}

/** One event as a machine received it. */
export interface RecordedEvent {
  /** ms since the recording's `startedAt`. */
  readonly at: number
  readonly machine: 'session' | 'renewal'
  readonly event: { readonly type: string; readonly [key: string]: unknown }
  /** The state it led to. */
  readonly value: unknown
}

/** A session's life as far as it is remembered. Secret-free: made to be sent with a bug report. */
export interface Recording {
  readonly format: 1
  /** Versions of this library. */
  readonly version: string
  /** Names the options without showing them. */
  readonly options: string
  /** ms since the epoch; the moment from which events count. */
  readonly startedAt: number
  /** Each machine as it was before the first event. `null`: it was not running. */
  readonly start: { readonly session: RecordedState | null; readonly renewal: RecordedState | null }
  readonly events: readonly RecordedEvent[]
}

type Machine = RecordedEvent['machine']
interface Entry extends RecordedEvent {
  readonly after: RecordedState | null
}

/** The ring of the last events of the session and its renewal, each with the state that it led to. */
export class Timeline {
  readonly #now: () => number
  readonly #version: string
  readonly #options: string
  readonly #startedAt: number
  #entries: Entry[] = []
  #start: Record<Machine, RecordedState | null> = { session: null, renewal: null }

  constructor(now: () => number, version: string, options: string) {
    this.#now = now
    this.#version = version
    this.#options = options
    this.#startedAt = now()
  }

  /** An inspection observer of the session's actor. */
  readonly observe = (inspected: InspectionEvent): void => {
    const { actorRef } = inspected
    const machine: Machine | null =
      actorRef.sessionId === inspected.rootId
        ? 'session'
        : (actorRef as AnyActorRef).id === 'renewal'
          ? 'renewal'
          : null
    if (machine === null || inspected.type !== '@xstate.snapshot') return
    const { snapshot, event } = inspected
    const after = snapshot.status === 'active' ? stateOf(snapshot as AnyMachineSnapshot) : null
    const at = this.#now() - this.#startedAt
    const value = (snapshot as AnyMachineSnapshot).value
    this.#entries.push({ at, machine, event: plain(event), value, after })
    while (this.#entries.length > LIMIT) {
      const oldest = this.#entries.shift() as Entry
      this.#start = { ...this.#start, [oldest.machine]: oldest.after }
    }
  }

  record(): Recording {
    return {
      format: 1,
      version: this.#version,
      options: this.#options,
      startedAt: this.#startedAt,
      start: { ...this.#start },
      events: this.#entries.map(({ at, machine, event, value }) => ({ at, machine, event, value })),
    }
  }
}

function stateOf({ value, context }: AnyMachineSnapshot): RecordedState {
  return { value, context }
}

/** An actor's error may carry anything: what is kept is its name. */
function plain(event: { readonly type: string }): RecordedEvent['event'] {
  const { error, ...rest } = event as { type: string; error?: unknown }
  return error === undefined ? rest : { ...rest, error: error instanceof Error ? error.name : typeof error }
}
