import type { SessionContext } from '../../machines'
import type { Step } from './replay'
import { leaf } from './session.invariants'
import type { Invariants } from './walk'
import { originOf } from './xstate-events'

/** The longest delay that `setTimeout` takes. */
const LONGEST = 2_147_483_647

const ACTORS: Readonly<Record<string, string>> = { restoring: 'restore', 'loggedOut.revoking': 'revoke' }

/** What goes on beside a session: its actors and its timers. */
export const sessionCompany: Invariants = {
  'restoring reads, revoking revokes, renewing renews or is about to, and no other leaf has an actor': (step) => {
    if (!isRenewing(step.after)) return same(step.running, [ACTORS[leaf(step.after)] ?? []].flat())
    return same(step.running, ['renewal']) || (step.running.length === 0 && step.pending.length > 0)
  },
  'a renewal and a revocation are started where they are needed, and know what they are for': (step) => {
    const { stamp, armedAt, waiting, settings, revocation } = now(step)
    const begins = isRenewing(step.after) && (!isRenewing(step.before) || step.event.type === 'renewal.faulted')
    const revokes = arrivesIn(step, 'loggedOut.revoking')
    const input = { stamp, at: armedAt, requestTimeout: settings.requestTimeout, waiting }
    return same(step.started, [
      ...(begins ? [{ actor: 'renewal', input }] : []),
      ...(revokes ? [{ actor: 'revoke', input: revocation }] : []),
    ])
  },
  'each rise of demand reaches the renewal that runs, and nothing else does': (step) => {
    const { type, at, waiting } = step.event
    const rose = type === 'requests.counted' && waiting > was(step).waiting && isRenewing(step.after)
    if (!rose || !step.running.includes('renewal')) return step.sent.length === 0
    return same(step.sent, [{ actor: 'renewal', event: { type: 'demand.rose', at, waiting } }])
  },
  'the timers of a token are armed when it comes, and again when one was too short': (step) => {
    const { token, armedAt } = now(step)
    const until = (due: number | null) => Math.min(Math.max((due ?? Number.POSITIVE_INFINITY) - armedAt, 0), LONGEST)
    const begins = armedAt !== was(step).armedAt || !same(now(step).stamp, was(step).stamp)
    if (arrivesIn(step, 'authenticated') || (leaf(step.after) === 'authenticated' && begins))
      return same(step.pending, [until(token.renewAt), until(token.usableUntil)].sort(ascending))
    if (arrivesIn(step, 'renewing.refreshing') || (leaf(step.after) === 'renewing.refreshing' && begins))
      return same(step.pending, [until(token.usableUntil)])
    return true
  },
  'restoring, proving and revoking are given their time, and no more': (step) => {
    const { restoreTimeout, requestTimeout } = now(step).settings
    const times: Readonly<Record<string, number>> = {
      restoring: restoreTimeout,
      'renewing.proving': restoreTimeout,
      'loggedOut.revoking': requestTimeout,
    }
    const [before, after] = [times[leaf(step.before)], times[leaf(step.after)]]
    const rang = originOf(step.event.type).kind === 'timer'
    return (
      (!rang || before === undefined || step.waited === before) && (after === undefined || step.pending.includes(after))
    )
  },
  'a renewal that brought nothing is started again after the time of a request': (step) => {
    const { kind } = originOf(step.event.type)
    const { requestTimeout } = now(step).settings
    if (step.event.type === 'renewal.faulted') return step.waited === requestTimeout
    const broughtNothing = (kind === 'done' || kind === 'failed') && isRenewing(step.before) && isRenewing(step.after)
    return !broughtNothing || step.pending.includes(requestTimeout)
  },
  'where nothing is to come no timer is armed': (step) =>
    !(
      ['anonymous', 'expired', 'loggedOut.settled'].includes(leaf(step.after)) ||
      (leaf(step.after) === 'renewing.queuedRetry' && step.running.length > 0)
    ) || step.pending.length === 0,
}

const now = ({ after }: Step): SessionContext => after.context
const was = ({ before }: Step): SessionContext => before.context
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)
const ascending = (a: number, b: number): number => a - b
const isRenewing = (snapshot: Step['after']): boolean => leaf(snapshot).startsWith('renewing')
const arrivesIn = ({ before, after }: Step, state: string): boolean => leaf(after) === state && leaf(before) !== state
