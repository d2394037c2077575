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
  /** Each machine as it was before the first event. */
  readonly start: RecordedStates
  readonly events: readonly RecordedEvent[]
  /** Each machine as it was after the last: what a replay has to come to. */
  readonly end: RecordedStates
}

/** Both machines at one moment. `null`: it was not running. */
export interface RecordedStates {
  readonly session: RecordedState | null
  readonly renewal: RecordedState | null
}

interface Entry extends RecordedEvent {
  readonly after: RecordedState | null
}

/** The ring of the last events of the session and its renewal, each with the state that it led to. */
export function createTimeline(now: () => number, version: string, options: string) {
  const startedAt = now()
  const entries: Entry[] = []
  const start = { session: null, renewal: null } as Record<Entry['machine'], RecordedState | null>
  const end = { ...start }
  /** The renewal that was begun last, and where. */
  let latest: readonly [AnyActorRef?, Entry?] = []

  return {
    /** An inspection observer of the session's actor. */
    observe(inspected: InspectionEvent): void {
      const actor = inspected.actorRef as AnyActorRef
      const machine = actor.id as Entry['machine']
      if (inspected.type !== '@xstate.snapshot' || !(machine in start)) return
      const { event } = inspected
      const { status, value, context } = inspected.snapshot as AnyMachineSnapshot
      const after = status === 'active' ? { value, context } : null
      const entry = { at: now() - startedAt, machine, event, value, after }
      if (machine === 'renewal' && event.type === 'xstate.init') latest = [actor, entry]
      // XState shows the end of a renewal last, when the next one may have begun.
      const [present, begun] = latest
      const isLate = machine === 'renewal' && present !== actor
      if (!isLate) end[machine] = after
      entries.splice(isLate ? entries.indexOf(begun as Entry) : entries.length, 0, entry)
      const oldest = entries.length > LIMIT && entries.shift()
      if (oldest) start[oldest.machine] = oldest.after
    },

    record: (): Recording => ({
      format: 1,
      version,
      options,
      startedAt,
      start: { ...start },
      events: entries.map(({ after: _, ...event }) => event),
      end: { ...end },
    }),
  }
}
