import type { Stamp } from '../../../machines'
import type { RecordedEvent, RecordedState, RecordedStates, Recording } from '../../timeline'
import { pathOf } from './state-path'
import type { Led } from './view'

type Machine = RecordedEvent['machine']

/** The states after that event as far as the recording itself tells them: without a replay no context is known. */
export function statesTold({ events, start }: Recording, position: number): RecordedStates {
  const told = (machine: Machine): RecordedState | null => {
    for (let at = position; at >= 0; at--) {
      const entry = events[at]
      if (entry?.machine !== machine) continue
      return isOver(entry) ? null : { value: entry.value, context: null }
    }
    return start[machine] && { value: start[machine].value, context: null }
  }
  return { session: told('session'), renewal: told('renewal') }
}

/** The last event at or before the position that led the machine to another state; `null` where none is recorded. */
export function lastLed({ events, start, startedAt }: Recording, position: number, machine: Machine): Led | null {
  let next: RecordedEvent | null = null
  for (let at = position; at >= 0; at--) {
    const entry = events[at]
    if (entry?.machine !== machine) continue
    if (next && moved(entry.value, next)) return ledBy(entry.value, next, startedAt)
    next = entry
    if (machine === 'renewal' && entry.event.type === 'xstate.init') return null
  }
  const first = start[machine]?.value
  return next && first !== undefined && moved(first, next) ? ledBy(first, next, startedAt) : null
}

/** When the token of that stamp came; `null` where that was before the recording. ms since the epoch. */
export function arrivalOf({ events, startedAt }: Recording, position: number, stamp: Stamp | null): number | null {
  if (!stamp) return null
  let arrival: number | null = null
  for (let at = position; at >= 0; at--) {
    const entry = events[at]
    if (entry?.machine !== 'session' || !brings(entry.event, stamp)) continue
    arrival = startedAt + entry.at
    break
  }
  return arrival
}

const BRINGS = ['session.loggedIn', 'sibling.loggedIn', 'sibling.renewed', 'tokens.replaced']

function brings({ type, stamp, output }: RecordedEvent['event'], wanted: Stamp): boolean {
  const told = BRINGS.includes(type) ? stamp : type.startsWith('xstate.done.actor.') ? Object(output).stamp : null
  const { epoch, generation } = Object(told) as Partial<Stamp>
  return epoch === wanted.epoch && generation === wanted.generation
}

function moved(from: unknown, { event, value }: RecordedEvent): boolean {
  return event.type !== 'xstate.init' && pathOf(from) !== pathOf(value)
}

function ledBy(from: unknown, { event, value, at }: RecordedEvent, startedAt: number): Led {
  return { event, at: startedAt + at, from: pathOf(from), to: pathOf(value) }
}

function isOver({ event, value }: RecordedEvent): boolean {
  return event.type === 'xstate.stop' || pathOf(value) === 'done'
}
