import type { AnyEventObject } from 'xstate'
import type { Step } from '../replay'
import { eventName } from '../xstate-events'
import { eventsAt, type Ground, keyOf } from './ground'
import type { Stepper, World } from './stepper'

/** One event in one world, and the way there. */
export interface Move {
  readonly world: World
  readonly event: AnyEventObject
  /** What it did; `null` where a guard or an action has thrown. */
  readonly step: Step | null
  readonly told: string
}

/** More than any chart here has; a mutant that has more and breaks no sentence lives. */
const MOST_STATES = 3_000

/** All that can happen to a machine on a ground, the shortest ways first. */
export function* movesOf(ground: Ground, { begin, play }: Stepper): Generator<Move> {
  const seen = new Set<string>()
  const ways: { world: World; told: string }[] = [{ world: begin(ground.input), told: '' }]
  for (const { world, told } of ways) {
    const key = keyOf(ground, world)
    if (key === null || seen.has(key)) continue
    seen.add(key)
    if (seen.size > MOST_STATES) return
    for (const event of eventsAt(ground, world)) {
      const played = play(world, event)
      const onward = told === '' ? eventName(event.type) : `${told} → ${eventName(event.type)}`
      yield { world, event, step: played?.step ?? null, told: onward }
      if (played) ways.push({ world: played.world, told: onward })
    }
  }
}

/** The moves of one machine as another makes them, each from where the one was. */
export function* sameMovesOf({ play, takeOver }: Stepper, moves: readonly Move[]): Generator<Move> {
  for (const move of moves) {
    const world = takeOver(move.world)
    yield { ...move, world, step: play(world, move.event)?.step ?? null }
  }
}
