import type { EndReason, RenewalOutput, RestoreOutput, SessionContext } from '../../machines'
import type { Consequence, Consequences } from './consequences'
import type { Step } from './replay'
import { adoption, expiry, isNext, lapse, NOBODY, NOTHING, siblingLogout, succession } from './session.consequences'
import { leaf } from './session.invariants'
import { originOf } from './xstate-events'

const unreadable: Consequence = {
  to: 'anonymous',
  changes: { endReason: 'not_restored', persistence: 'volatile' },
}

/** What it leads to that an actor ends or fails, and that a timer rings. */
export const sessionOutcomes: Consequences = {
  'what the store held is restored, proved, or left': ended<RestoreOutput>('restore', (output, was) => {
    switch (output.found) {
      case 'nothing':
        return { to: 'anonymous' }
      case 'unreadable':
        return unreadable
      case 'fresh':
        return adoption(output, was.lastLogin, 'restore')
      case 'stale': {
        if (!output.token.renewable) return notRestored('not_restored')
        const { changes } = adoption(output, was.lastLogin, 'restore')
        return { to: 'renewing.proving', changes: { ...changes, proving: true } }
      }
    }
  }),
  'a store that fails is one that cannot be read': failed('restore', unreadable),
  'a renewal ends as its outcome says': ended<RenewalOutput>('renewal', (output, was) => {
    switch (output.outcome) {
      case 'renewed':
      case 'adopted':
        return isNext(output, was) ? succession(output, was) : NOTHING
      case 'superseded':
        return output.stamp.epoch === was.stamp?.epoch ? NOTHING : adoption(output, was.lastLogin, 'sibling')
      case 'ended':
        if (was.proving) return { to: 'anonymous', changes: NOBODY }
        return output.reason === 'logged_out' ? siblingLogout : expiry(output.reason, was.subject)
      case 'rejected':
        if (was.proving) return notRestored(output.reason)
        return isLastOne(output, was) ? lastToken(output.at, was) : expiry(output.reason, was.subject)
    }
  }),
  'a renewal that fails changes nothing yet': failed('renewal', NOTHING),
  'a renewal is started again for whoever waits, and who was being proved is logged in': ({ event, before }) => {
    const { proving, stamp } = before.context as SessionContext
    if (event.type !== 'renewal.faulted') return
    const told = proving ? [{ type: 'loggedIn', stamp, by: 'restore' }] : []
    return { to: 'renewing.queuedRetry', changes: { delay: null, proving: false }, told }
  },
  'a revocation settles': ended('revoke', () => ({ to: 'loggedOut.settled' })),
  'a revocation that fails has settled too': failed('revoke', { to: 'loggedOut.settled' }),
  'what takes too long is given up': (step) => {
    if (originOf(step.event.type).kind !== 'timer') return
    const { stamp } = step.before.context as SessionContext
    const givenUp: Record<string, Consequence> = {
      restoring: unreadable,
      'renewing.proving': {
        to: 'renewing.queuedRetry',
        changes: { proving: false },
        told: [{ type: 'loggedIn', stamp, by: 'restore' }],
      },
      'loggedOut.revoking': { to: 'loggedOut.settled' },
    }
    return givenUp[leaf(step.before)]
  },
  'a token is renewed, announced or given up at its moments, on a hidden page only where that is wanted': (step) => {
    const origin = originOf(step.event.type)
    const from = leaf(step.before)
    if (origin.kind !== 'timer' || !['authenticated', 'renewing.refreshing'].includes(from)) return
    const was = step.before.context as SessionContext
    const { renewAt, usableUntil, renewable } = was.token
    const armedAt = was.armedAt + (step.waited ?? 0)
    const due = origin.delay === 'renewalDue' ? renewAt : usableUntil
    if (due === null) return NOTHING
    if (armedAt < due) return { changes: { armedAt } }
    if (from === 'renewing.refreshing') return { to: 'renewing.queuedRetry' }
    if (origin.delay === 'tokenLapse') return renewable ? NOTHING : lapse(was)
    if (renewable)
      return was.hidden && !was.settings.whileHidden ? NOTHING : { to: 'renewing.refreshing', changes: { armedAt } }
    return { changes: { token: spent(was) }, told: [expiring(was)] }
  },
}

/** The refresh token has run out, but the access token was not refused and has not lapsed. */
function isLastOne({ reason, at }: { reason: string; at: number }, { refused, token }: SessionContext): boolean {
  return reason === 'refresh_token_expired' && !refused && (token.usableUntil === null || at < token.usableUntil)
}

function lastToken(at: number, was: SessionContext): Consequence {
  const changes = { exhausted: true, delay: null, armedAt: at, token: spent(was) }
  return { to: 'authenticated', changes, told: [expiring(was)] }
}

function notRestored(reason: EndReason): Consequence {
  return { to: 'anonymous', changes: { ...NOBODY, endReason: 'not_restored' }, called: [reason] }
}

function spent({ token }: SessionContext) {
  return { ...token, renewAt: null, renewable: false }
}

function expiring({ stamp, token }: SessionContext) {
  return { type: 'expiring', stamp, expiresAt: token.expiresAt }
}

function ended<T>(actor: string, consequenceOf: (output: T, was: SessionContext) => Consequence) {
  return ({ event, before }: Step) => {
    const origin = originOf(event.type)
    return origin.kind === 'done' && origin.actor === actor ? consequenceOf(event.output, before.context) : undefined
  }
}

function failed(actor: string, consequence: Consequence) {
  return ({ event }: Step) => {
    const origin = originOf(event.type)
    return origin.kind === 'failed' && origin.actor === actor ? consequence : undefined
  }
}
