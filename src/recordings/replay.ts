import {
  type AnyMachineSnapshot,
  type AnyStateMachine,
  createActor,
  fromCallback,
  initialTransition,
  transition,
} from 'xstate'
import type { RecordedEvent, RecordedState } from '../timeline'
import { isObject } from './same-facts'
import { originOf } from './xstate-events'

interface Timer {
  /** The event that it brings. */
  readonly type: string
  /** `null`: it was cancelled, or has rung. */
  readonly due: number | null
}

/**
 * One machine as it is shipped, led through recorded events on simulated time. Nothing of it is started: its actors' ends are
 * among the events. Times in ms since the recording's `startedAt`, which is in ms since the epoch.
 */
export function createReplay(machine: AnyStateMachine, start: RecordedState | null, startedAt: number) {
  let snapshot = start && restore(machine, start)
  /** Timers that were set before the start are not known. */
  let isWhole = start === null
  const timers = new Map<string, Timer>()
  let now = Number.NEGATIVE_INFINITY

  const off = (id: string) => {
    const timer = timers.get(id)
    if (timer) timers.set(id, { ...timer, due: null })
  }
  const setTimers = (actions: readonly { readonly type: string; readonly params?: unknown }[]) => {
    for (const { type, params } of actions) {
      if (type === 'xstate.cancel') off((params as { sendId: string }).sendId)
      if (type !== 'xstate.raise') continue
      const { id, event, delay } = params as { id: string; event: { type: string }; delay?: number }
      if (delay !== undefined) timers.set(id, { type: event.type, due: now + delay })
    }
  }

  /** When the timer was due that brings the event; `null` where that is not known. @throws Error if it can't have rung. */
  const ring = ({ at, event: { type } }: RecordedEvent): number | null => {
    const [id, timer] = [...timers].find(([, set]) => set.type === type) ?? []
    if (id === undefined || timer === undefined) {
      if (isWhole) throw new Error('no timer was ever set for it')
      return null
    }
    if (timer.due === null) throw new Error('no timer is set for it')
    if (timer.due > at) throw new Error(`its timer rings ${Math.ceil(timer.due - at)} ms later`)
    off(id)
    return timer.due
  }

  /** The machine's value after the event. @throws Error that says what can't be. */
  const take = (recorded: RecordedEvent): unknown => {
    const { at, event } = recorded
    const { kind } = originOf(event.type)
    const due = kind === 'rang' ? ring(recorded) : null
    // The first moment at which what follows from the event can have been set, so that no timer seems to ring early.
    now = Math.min(at, Math.max(now, due ?? momentOf(event) - startedAt))
    if (kind === 'began') {
      timers.clear()
      isWhole = true
    } else if (snapshot === null) throw new Error(`no ${machine.id} is running`)
    const [next, actions] =
      kind === 'began'
        ? initialTransition(machine, event['input'])
        : transition(machine, snapshot as AnyMachineSnapshot, event)
    setTimers(actions)
    snapshot = next.status === 'active' ? next : null
    return next.value
  }

  return {
    take,
    state: (): RecordedState | null => snapshot && { value: snapshot.value, context: snapshot.context },
  }
}

/** A child to stop and to send to, whatever it was. */
function restore(machine: AnyStateMachine, { value, context }: RecordedState): AnyMachineSnapshot {
  const child = createActor(fromCallback(() => {}))
  const snapshot = machine.resolveState({ value: value as string, context })
  return { ...snapshot, children: { renewal: child } } as AnyMachineSnapshot
}

/** The moment that an event tells, or its actor's output. */
function momentOf({ at, output, input }: RecordedEvent['event']): number {
  const told = [at, ...[output, input].map((facts) => (isObject(facts) ? facts['at'] : null))]
  return told.find((moment) => typeof moment === 'number') ?? Number.NEGATIVE_INFINITY
}
