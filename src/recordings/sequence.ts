import type { Stamp } from '../../machines'
import { contextOf, type Life, type LifeStep, outputOf, subjectOf } from './life'

/** A fact that one tab makes and others take from the store. */
export interface Exchange {
  readonly fact: string
  readonly isTaken: boolean
}

/** The steps of all lives in one order: by time, but nobody takes a token, or an end, before it was made. */
export function sequenceOf(lives: readonly Life[]): readonly LifeStep[] {
  const [only] = lives
  if (only && lives.length === 1) return only.steps
  const queues = lives.map(({ steps }) => [...steps])
  const toCome = queues.map((steps) => new Set(steps.flatMap((step) => madeBy(step) ?? [])))
  const waits = (step: LifeStep, own: number) => {
    const { fact, isTaken } = exchangeOf(step) ?? {}
    return !!isTaken && toCome.some((facts, other) => other !== own && facts.has(fact as string))
  }
  const sequence: LifeStep[] = []
  for (;;) {
    const heads = queues.flatMap(([step], tab) => (step ? [{ step, tab }] : [])).sort((a, b) => a.step.at - b.step.at)
    const next = heads.find(({ step, tab }) => !waits(step, tab)) ?? heads[0]
    if (!next) return sequence
    queues[next.tab]?.shift()
    toCome[next.tab]?.delete(madeBy(next.step) ?? '')
    sequence.push(next.step)
  }
}

export function madeBy(step: LifeStep): string | null {
  const exchange = exchangeOf(step)
  return exchange && !exchange.isTaken ? exchange.fact : null
}

/** What a step makes that others may take, or takes that another has made: by stamp, or by the login that ended. */
export function exchangeOf(step: LifeStep): Exchange | null {
  if (step.machine !== 'session') return null
  const { event, before } = step
  const output = outputOf(step)
  const stamped = (facts: Record<string, unknown>, isTaken: boolean) => {
    const { epoch, generation } = facts['stamp'] as Stamp
    return { fact: `${epoch}/${generation}`, isTaken }
  }
  const ended = (isTaken: boolean) => ({ fact: `${event['epoch'] ?? contextOf(before)?.stamp?.epoch} ended`, isTaken })
  switch (subjectOf(step)) {
    case 'session.loggedIn':
    case 'tokens.replaced':
      return stamped(event, false)
    case 'sibling.loggedIn':
    case 'sibling.renewed':
      return stamped(event, true)
    case 'sibling.loggedOut':
    case 'sibling.expired':
      return ended(true)
    case 'user.loggedOut':
      return ended(false)
    case 'restore done':
      return output['stamp'] ? stamped(output, true) : null
    case 'renewal done':
      if (output['stamp']) return stamped(output, output['outcome'] !== 'renewed')
      return ended(output['outcome'] === 'ended')
    default:
      return step.after?.value === 'expired' && before?.value !== 'expired' ? ended(false) : null
  }
}
