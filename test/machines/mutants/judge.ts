import { isDeepStrictEqual } from 'node:util'
import type { Step } from '../replay'
import type { Mutant } from './breed'
import type { Ground } from './ground'
import { type Move, movesOf, sameMovesOf } from './moves'
import { createStepper, type Stepper } from './stepper'

/** A mutant dies of the first sentence that it breaks, or is the chart in other words, or lives: a sentence is missing. */
export interface Verdict {
  readonly outcome: 'dies' | 'is the chart' | 'lives'
  /** Where it breaks a sentence, or does what the chart does not. */
  readonly where: string
}

/** Judges mutants by the sentences alone: it is no fault to differ from the chart. */
export function createJudge(ground: Ground) {
  const chart = createStepper(ground.machine, ground.provided)
  const moves = [...movesOf(ground, chart)]
  const seen = new Map(moves.map((move) => [move.step, visible(move.step)]))

  /** Up to here the ways of the mutant are those of the chart. */
  const firstDifference = (mutant: Stepper, near: readonly Move[]): Move | null => {
    let index = 0
    for (const move of sameMovesOf(mutant, near)) {
      if (visible(move.step) !== seen.get(near[index]!.step)) return move
      index += 1
    }
    return null
  }
  return {
    /** The first sentence that the chart itself breaks. */
    chartBreaks: brokenFirst(ground, chart) ?? brokenIn(ground, moves),
    steps: moves.length,
    judge({ make, found }: Mutant): Verdict {
      const mutant = createStepper(make(), ground.provided)
      const begunWrong = brokenFirst(ground, mutant)
      if (begunWrong !== null) return { outcome: 'dies', where: begunWrong }
      const near = found === null ? moves : moves.filter(({ event }) => event.type === found)
      const difference = firstDifference(mutant, near)
      if (difference === null) return { outcome: 'is the chart', where: '' }
      const broken = brokenIn(ground, [difference]) ?? brokenIn(ground, movesOf(ground, mutant))
      return broken === null ? { outcome: 'lives', where: difference.told } : { outcome: 'dies', where: broken }
    },
  }
}

function brokenFirst({ input, beginning }: Ground, { begin }: Stepper): string | null {
  const { snapshot, running, timers } = begin(input)
  const begun = { value: snapshot.value, running, timers: timers.map(({ due }) => due) }
  return isDeepStrictEqual(begun, beginning) ? null : 'it begins as it should'
}

function brokenIn({ sentences }: Ground, moves: Iterable<Move>): string | null {
  const all = Object.entries(sentences)
  for (const { step, told } of moves) {
    if (step === null) return `no guard or action throws: ${told}`
    const broken = all.find(([, holds]) => !holds(step))
    if (broken) return `${broken[0]}: ${told}`
  }
  return null
}

function visible(step: Step | null): string {
  if (step === null) return 'thrown'
  const { before: _, after, ...effects } = step
  const { status, value, context, tags, output } = after
  return JSON.stringify([status, value, context, [...tags], output, effects])
}
