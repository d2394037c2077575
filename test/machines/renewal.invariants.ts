import { isDeepStrictEqual } from 'node:util'
import { DEMAND_SPACING, type RenewalContext } from '../../machines'
import type { Step } from './replay'
import { leaf } from './session.invariants'
import type { Invariants } from './walk'

const KEYS = [
  'stamp',
  'at',
  'requestTimeout',
  'waiting',
  'attempt',
  'locked',
  'mayHaveRotated',
  'intentDeadline',
  'armedAt',
  'triedAt',
  'retryAt',
  'notBefore',
  'result',
]

export const renewalInvariants: Invariants = {
  'the renewal goes on or is done': ({ after }) => after.status === 'active' || after.status === 'done',
  'there is a result exactly when it is done, and it is the output': (step) =>
    (now(step).result !== null) === (step.after.status === 'done') && same(step.after.output ?? null, now(step).result),
  'no fact is known under a name of its own': (step) =>
    now(step) === was(step) || same(Object.keys(now(step)).sort(), [...KEYS].sort()),
  'the context can be written down and read again': (step) =>
    now(step) === was(step) || isDeepStrictEqual(JSON.parse(JSON.stringify(now(step))), now(step)),
  'the token to be renewed is the same': (step) => same(now(step).stamp, was(step).stamp),
  'time has not run back': (step) => now(step).armedAt >= was(step).armedAt,
  'a try is counted when it is sent': (step) =>
    now(step).attempt - was(step).attempt === (enters(step, 'exclusive.requesting') ? 1 : 0),
  'what may have happened may still have happened': (step) => now(step).mayHaveRotated || !was(step).mayHaveRotated,
  'the lock is given back exactly when the exclusive part is left': (step) =>
    calls(step, 'releaseLock') === (isExclusive(step.before) && !isExclusive(step.after) ? 1 : 0),
  'a successor is announced exactly when it is committed': (step) =>
    calls(step, 'announce') === (now(step).result?.outcome === 'renewed' ? 1 : 0),
  'only a grant is committed': (step) =>
    !enters(step, 'exclusive.committing') || step.event.output?.answer === 'granted',
  'a refusal is confirmed before it counts': (step) =>
    now(step).result?.outcome !== 'rejected' ||
    ['exclusive.confirmingRejection', 'exclusive.rereading'].includes(leaf(step.before)),
  'a refusal after a try that may have rotated is a lost answer': (step) => {
    const { result, mayHaveRotated } = now(step)
    if (result?.outcome !== 'rejected' || result.reason === 'refresh_token_expired') return true
    return result.reason === (mayHaveRotated ? 'answer_lost' : 'rejected')
  },
  'a rotation that never settled may have happened': (step) =>
    leaf(step.before) !== 'backingOff.overdue' ||
    !enters(step, 'exclusive.waitingForLock') ||
    ['granted', 'offline'].includes(step.event.output?.answer?.answer) ||
    now(step).mayHaveRotated,
  'whoever waits is counted': (step) =>
    now(step).waiting === (step.event.type === 'demand.rose' ? step.event.waiting : was(step).waiting),
  'demand sends nothing within two seconds of a try, nor before the server allows': (step) =>
    step.event.type !== 'demand.rose' ||
    !isExclusive(step.after) ||
    isExclusive(step.before) ||
    step.event.at >= Math.max(was(step).triedAt + DEMAND_SPACING, was(step).notBefore ?? 0),
  'no try is due before the server allows': (step) =>
    leaf(step.after) !== 'backingOff.pausing' || now(step).retryAt >= (now(step).notBefore ?? 0),
}

const now = ({ after }: Step): RenewalContext => after.context
const was = ({ before }: Step): RenewalContext => before.context
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)
const isExclusive = (snapshot: Step['after']): boolean => leaf(snapshot).startsWith('exclusive')
const enters = ({ before, after }: Step, state: string): boolean => leaf(after) === state && leaf(before) !== state
const calls = ({ called }: Step, action: string): number => called.filter((call) => call.action === action).length
