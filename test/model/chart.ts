import { type AnyEventObject, type AnyStateMachine, fromPromise, initialTransition, transition } from 'xstate'
import { renewalMachine, sessionMachine } from '../../machines'

interface Place {
  readonly status: string
  readonly value: unknown
  readonly context: never
  readonly output: never
}

/** What a step asks of the world: actors that begin or stop, actions by name, timers set or cancelled. */
export interface Effect {
  readonly type: string
  readonly id: string
  readonly input?: unknown
  readonly event: AnyEventObject | undefined
  readonly params: Readonly<Record<string, unknown>>
}

interface Move {
  readonly to: number
  readonly effects: readonly Effect[]
}

/** A machine by its pure steps. Each place that is reached has a number, and no step is computed twice. */
function createChart(machine: AnyStateMachine) {
  const idle = fromPromise(() => new Promise<never>(() => {}))
  const names = Object.keys(machine.implementations.actors)
  const stepped = machine.provide({ actors: Object.fromEntries(names.map((name) => [name, idle])) })
  const places: Place[] = []
  const numbers = new Map<string, number>()
  const moves = new Map<string, Move>()

  const numberOf = (place: Place): number => {
    const key = JSON.stringify([place.value, place.context, place.status])
    const number = numbers.get(key) ?? places.push(place) - 1
    numbers.set(key, number)
    return number
  }
  const move = (key: string, compute: () => readonly [unknown, readonly unknown[]]): Move => {
    const known = moves.get(key)
    if (known) return known
    const [place, actions] = compute()
    const made = { to: numberOf(place as Place), effects: actions.map(effectOf) }
    moves.set(key, made)
    return made
  }
  return {
    begin: (input: unknown) => move(JSON.stringify(input), () => initialTransition(stepped, input)),
    take: (from: number, event: AnyEventObject) =>
      move(`${from} ${JSON.stringify(event)}`, () => transition(stepped, places[from] as never, event)),
    at: (number: number) => places[number] as Place,
    leaf: (number: number): string => leafOf(places[number]?.value),
  }
}

function effectOf(action: unknown): Effect {
  const { type, params = {} } = action as { type: string; params?: Record<string, unknown> }
  const { id, sendId, input, event } = params as {
    id?: string
    sendId?: string
    input?: unknown
    event?: AnyEventObject
  }
  const name = id ?? sendId ?? ''
  return { type, id: String(name), input, event, params }
}

function leafOf(value: unknown): string {
  if (typeof value === 'string') return value
  const [[parent, child]] = Object.entries(value as object) as [[string, unknown]]
  return `${parent}.${leafOf(child)}`
}

export const sessionChart = createChart(sessionMachine)
export const renewalChart = createChart(renewalMachine)
