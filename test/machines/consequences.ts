import { isDeepStrictEqual } from 'node:util'
import type { Step } from './replay'
import { leaf } from './session.invariants'
import type { Invariants } from './walk'

/** All that a step has led to: what is not named here is as it was, and nothing else was told or called. */
export interface Consequence {
  readonly to?: string
  readonly changes?: object
  readonly told?: readonly object[]
  readonly called?: readonly unknown[]
}

/** What a step must lead to, as a sentence; `undefined` where the sentence speaks of other steps. */
export type Consequences = Readonly<Record<string, (step: Step) => Consequence | undefined>>

/** Each sentence as an invariant, and one more: that no step is left to none of them, or to two. */
export function asInvariants(
  consequences: Consequences,
  callsOf: (called: Step['called']) => readonly unknown[],
): Invariants {
  const sentences = Object.entries(consequences).map(([sentence, consequenceOf]) => [
    sentence,
    (step: Step) => {
      const consequence = consequenceOf(step)
      return consequence === undefined || (leads(step, consequence) && called(step, consequence))
    },
  ])
  const called = (step: Step, { called = [] }: Consequence) => isDeepStrictEqual(callsOf(step.called), called)
  return {
    ...Object.fromEntries(sentences),
    'one sentence, and only one, says what it led to': (step: Step) =>
      Object.values(consequences).filter((consequenceOf) => consequenceOf(step) !== undefined).length === 1,
  }
}

function leads(step: Step, { to = leaf(step.before), changes = {}, told = [] }: Consequence): boolean {
  return (
    leaf(step.after) === to &&
    isDeepStrictEqual(step.after.context, { ...step.before.context, ...changes }) &&
    isDeepStrictEqual(step.emitted, told)
  )
}
