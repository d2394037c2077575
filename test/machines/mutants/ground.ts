import type { AnyEventObject, AnyMachineSnapshot, AnyStateMachine } from 'xstate'
import type { Invariants } from '../walk'
import type { World } from './stepper'

/** What can happen to a chart, and what must hold whatever happens. */
export interface Ground {
  readonly machine: AnyStateMachine
  readonly input: unknown
  readonly provided: readonly string[]
  /** What may be sent in any state, whether the chart has an edge for it or not. */
  sent(snapshot: AnyMachineSnapshot): readonly AnyEventObject[]
  /** With what an actor may end, or how it fails. */
  ended(snapshot: AnyMachineSnapshot, actor: string): readonly AnyEventObject[]
  /** What tells two moments in one state apart; `null` from where on all is as it was before. */
  facts(snapshot: AnyMachineSnapshot): unknown
  readonly sentences: Invariants
  /** In which state it begins, what runs then, and after how many ms the timers ring. */
  readonly beginning: {
    readonly value: unknown
    readonly running: readonly string[]
    readonly timers: readonly number[]
  }
}

/** All that can happen next: the next timer rings, an actor ends or fails, something is sent. */
export function eventsAt(ground: Ground, { snapshot, running, timers }: World): readonly AnyEventObject[] {
  if (snapshot.status !== 'active') return []
  return [
    ...timers.slice(0, 1).map(({ event }) => event),
    ...running.flatMap((actor) => ground.ended(snapshot, actor)),
    ...ground.sent(snapshot),
  ]
}

/** Equal for worlds from which the same can come; `null` beyond the ground. */
export function keyOf(ground: Ground, { snapshot, running, timers, now }: World): string | null {
  const facts = ground.facts(snapshot)
  const ahead = timers.map(({ id, due }) => [id, due - now])
  return facts === null ? null : JSON.stringify([snapshot.status, snapshot.value, facts, running, ahead])
}
