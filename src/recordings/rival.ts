import { sameStamp } from '../../machines'
import type { Ending } from './ending'
import { contextOf, type LifeStep, leafOf, outputOf } from './life'

/** Where another tab was granted a successor for the very token that was refused to this one. */
export function rivalOf(end: LifeStep, { before }: Ending): LifeStep | null {
  const refused = contextOf(end.before)?.stamp ?? null
  const isGranted = (step: LifeStep) =>
    step.machine === 'renewal' &&
    leafOf(step.before) === 'requesting' &&
    outputOf(step)['answer'] === 'granted' &&
    sameStamp(contextOf(step.before)?.stamp ?? null, refused)
  return before.find((step) => step.tab !== end.tab && isGranted(step)) ?? null
}
