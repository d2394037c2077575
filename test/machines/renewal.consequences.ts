import {
  type CommitOutput,
  DEMAND_SPACING,
  type IntendOutput,
  type LockOutput,
  type RenewalContext,
  type RequestOutput,
  type StoreOutput,
  type WatchOutput,
} from '../../machines'
import type { Consequence, Consequences } from './consequences'
import type { Step } from './replay'
import { leaf } from './session.invariants'
import { originOf } from './xstate-events'

const NOTHING: Consequence = {}

/** What each step of a renewal leads to. */
export const renewalConsequences: Consequences = {
  'with the lock or without it, the store is read': ended<LockOutput>('lock', ({ at, granted }) => ({
    to: 'exclusive.rereading',
    changes: { armedAt: at, locked: granted },
  })),
  'a lock that fails was not granted': failed('lock', () => ({
    to: 'exclusive.rereading',
    changes: { locked: false },
  })),
  'a store that has moved is the outcome, and otherwise an intent goes before the request': ended<StoreOutput>(
    'reread',
    (output, { locked }) => {
      if (output.found !== 'same') return moved(output)
      const { at, exhausted, intentDeadline, unlocked } = output
      if (exhausted) return rejected(at, 'refresh_token_expired')
      if (intentDeadline === null) return { to: 'exclusive.intending', changes: { armedAt: at } }
      if ((!locked || unlocked) && intentDeadline > at)
        return { to: 'exclusive.waitingForIntent', changes: { armedAt: at, intentDeadline, retryAt: intentDeadline } }
      return { to: 'exclusive.intending', changes: { armedAt: at, mayHaveRotated: true } }
    },
  ),
  'a store that cannot be read keeps nobody': failed('reread', () => ({ to: 'exclusive.intending' })),
  'an intent that is written is followed by the request, unless a sibling’s came first': ended<IntendOutput>(
    'intend',
    ({ at, conflict }, { attempt }) =>
      conflict
        ? { to: 'exclusive.rereading' }
        : { to: 'exclusive.requesting', changes: { armedAt: at, attempt: attempt + 1 } },
  ),
  'an intent that cannot be written keeps nobody': failed('intend', ({ attempt }) => ({
    to: 'exclusive.requesting',
    changes: { attempt: attempt + 1 },
  })),
  'a grant is committed, a refusal confirmed, and everything else tried again': ended<RequestOutput>(
    'request',
    (answer, was) => {
      if (answer.answer === 'offline') return pause('waitingForNetwork', answer, was)
      if (answer.answer === 'failed') return pause('backingOff.pausing', answer, was)
      return { to: answer.answer === 'granted' ? 'exclusive.committing' : 'exclusive.confirmingRejection' }
    },
  ),
  'a request that fails may have rotated': failed('request', unanswered),
  'a refusal counts if the store has not moved': ended<StoreOutput>('confirm', (output, was) =>
    output.found === 'same' ? rejected(output.at, refusal(was)) : moved(output),
  ),
  'a refusal counts if the store cannot be read': failed('confirm', (was) => rejected(was.armedAt, refusal(was))),
  'a successor that is committed is announced, and otherwise the store is read again': ended<CommitOutput>(
    'commit',
    (output) => {
      if (!output.committed) return { to: 'exclusive.rereading' }
      const { at, stamp, token } = output
      return { to: 'done', changes: { result: { outcome: 'renewed', at, stamp, token } }, called: ['announce'] }
    },
  ),
  'a commit that fails may have rotated': failed('commit', unanswered),
  'what is watched for and comes is made use of at once': ended<WatchOutput>('watch', ({ at, answer }, was, from) => {
    if (from === 'exclusive.waitingForIntent') return { to: 'exclusive.rereading' }
    if (from === 'waitingForNetwork') return { to: 'exclusive.waitingForLock', changes: { armedAt: at } }
    if (answer?.answer === 'refused') return { to: 'exclusive.confirmingRejection' }
    if (answer?.answer === 'failed') return pause('backingOff.pausing', answer, was)
    return { to: 'exclusive.waitingForLock', changes: { armedAt: at, mayHaveRotated: true } }
  }),
  'what cannot be watched is waited for by the clock': failed('watch', () => NOTHING),
  'a request that takes too long is overdue, and everything else is tried again in its time': ({ event, before }) => {
    if (originOf(event.type).kind !== 'timer') return
    const { armedAt, retryAt, requestTimeout } = before.context as RenewalContext
    const changes = { armedAt: Math.max(armedAt, retryAt) }
    switch (leaf(before)) {
      case 'exclusive.requesting':
        return {
          to: 'backingOff.overdue',
          changes: { armedAt: armedAt + requestTimeout, retryAt: armedAt + 3 * requestTimeout },
        }
      case 'exclusive.waitingForIntent':
        return { to: 'exclusive.rereading' }
      case 'backingOff.overdue':
        return { to: 'exclusive.waitingForLock', changes: { ...changes, mayHaveRotated: true } }
      default:
        return { to: 'exclusive.waitingForLock', changes }
    }
  },
  'demand brings a pause to its end, as early as may be, and otherwise is counted': ({ event, before }) => {
    if (event.type !== 'demand.rose') return
    const { at, waiting } = event
    const { triedAt, notBefore, retryAt } = before.context as RenewalContext
    const earliest = Math.max(triedAt + DEMAND_SPACING, notBefore ?? 0)
    const isPausing = leaf(before) === 'backingOff.pausing'
    if (!isPausing || (at < earliest && earliest >= retryAt)) return { changes: { waiting } }
    const changes = { waiting, armedAt: at, retryAt: earliest }
    return at < earliest ? { changes } : { to: 'exclusive.waitingForLock', changes }
  },
}

function moved({ found, ...facts }: Exclude<StoreOutput, { found: 'same' }>): Consequence {
  const outcomes = { newer: 'adopted', another: 'superseded', ended: 'ended' }
  return { to: 'done', changes: { result: { outcome: outcomes[found], ...facts } } }
}

function rejected(at: number, reason: string): Consequence {
  return { to: 'done', changes: { result: { outcome: 'rejected', at, reason } } }
}

function refusal({ mayHaveRotated }: RenewalContext): string {
  return mayHaveRotated ? 'answer_lost' : 'rejected'
}

interface Failure {
  readonly at: number
  readonly retryAt: number
  readonly notBefore?: number | null
  readonly mayHaveRotated?: boolean
}

function pause(to: string, { at, retryAt, ...failure }: Failure, was: RenewalContext): Consequence {
  const mayHaveRotated = was.mayHaveRotated || failure.mayHaveRotated === true
  return { to, changes: { armedAt: at, triedAt: at, retryAt, notBefore: failure.notBefore ?? null, mayHaveRotated } }
}

function unanswered(was: RenewalContext): Consequence {
  const failure = { at: was.armedAt, retryAt: was.armedAt + was.requestTimeout, mayHaveRotated: true }
  return pause('backingOff.pausing', failure, was)
}

function ended<T>(actor: string, consequenceOf: (output: T, was: RenewalContext, from: string) => Consequence) {
  return ({ event, before }: Step) => {
    const origin = originOf(event.type)
    if (origin.kind !== 'done' || origin.actor !== actor) return
    return consequenceOf(event.output, before.context, leaf(before))
  }
}

function failed(actor: string, consequenceOf: (was: RenewalContext) => Consequence) {
  return ({ event, before }: Step) => {
    const origin = originOf(event.type)
    return origin.kind === 'failed' && origin.actor === actor ? consequenceOf(before.context) : undefined
  }
}
