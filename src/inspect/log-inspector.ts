import type { AnyActorRef, AnyMachineSnapshot, InspectionEvent } from 'xstate'
import { type Clock, systemClock } from '../platform/clock'
import { timeOfDay } from '../recordings/moments'
import { eventName } from '../recordings/xstate-events'
import { checkShape } from '../shape'
import { factsOf, textOf } from './facts'
import { createLine } from './log-line'
import { notesOn, wordsOf } from './log-notes'

export interface LogInspectorOptions {
  /** Takes one line, without its end. @default console.log */
  readonly write?: ((line: string) => void) | undefined
  /** For terminals that show them. @default false */
  readonly colours?: boolean | undefined
  /** No line is longer, in characters. @default 120 */
  readonly width?: number | undefined
  /** Where the times of lines come from; they are shown in UTC. @default systemClock() */
  readonly clock?: Clock | undefined
}

const MACHINES = ['session', 'renewal']

/**
 * Writes one aligned line for each step of the session and of its renewals: when, which machine, the event, from where to where,
 * and what matters then: the token's generation, who waits, why it ended or is delayed. What changes none of these gets no line.
 *
 * @example
 * createAuthSession({ backend, inspect: createLogInspector() })
 *
 * @throws TypeError that names a bad option.
 */
export function createLogInspector(options: LogInspectorOptions = {}): (inspected: InspectionEvent) => void {
  const { write = print, colours = false, width = 120, clock = systemClock() } = options
  checkShape('createLogInspector: write', write, 'a function')
  checkShape('createLogInspector: width', width, 'a number from 1', width >= 1)
  const line = createLine(width, colours)
  /** The last of each actor. */
  const shown = new Map<string, { readonly state: string; readonly notes: string }>()

  return (inspected) => {
    const { id: machine, sessionId } = inspected.actorRef as AnyActorRef
    if (inspected.type !== '@xstate.snapshot' || !MACHINES.includes(machine)) return
    const { value, context, status } = inspected.snapshot as AnyMachineSnapshot
    const event = textOf(eventName(inspected.event.type))
    const state = status === 'stopped' ? status : nameOf(machine, value)
    const notes = notesOn(factsOf(context))
    const before = shown.get(sessionId)
    if (status === 'active') shown.set(sessionId, { state, notes })
    else shown.delete(sessionId)
    const said = wordsOf(factsOf(inspected.event))
    if (said === '' && before?.state === state && before.notes === notes) return
    const now = clock.now()
    const time = `${timeOfDay(now)}.${String(Math.floor(now) % 1_000).padStart(3, '0')}`
    const all = [notes, said].filter(Boolean).join('  ')
    write(line({ time, machine, event, from: before?.state ?? '', to: state, notes: all }))
  }
}

function print(line: string): void {
  const { console } = globalThis
  console.log(line)
}

/** Leaves of the renewal have names of their own, and long paths. */
function nameOf(machine: string, value: unknown): string {
  const path = pathOf(value)
  return machine === 'session' ? path : path.slice(path.lastIndexOf('.') + 1)
}

function pathOf(value: unknown): string {
  if (typeof value === 'string') return textOf(value)
  const [[parent, child] = ['', '']] = Object.entries(Object(value))
  return `${textOf(parent)}.${pathOf(child)}`
}
