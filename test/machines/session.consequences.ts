import type { SessionContext, SessionEvent } from '../../machines'
import type { Consequence, Consequences } from './consequences'
import type { Step } from './replay'
import { leaf } from './session.invariants'

type Fact<T extends SessionEvent['type']> = Extract<SessionEvent, { type: T }>

/** What holds for a token until something happens to it. */
const FRESH = { endReason: null, exhausted: false, refused: false, proving: false, delay: null }

/** Nobody is logged in. */
export const NOBODY = {
  ...FRESH,
  stamp: null,
  subject: null,
  token: { expiresAt: null, usableUntil: null, renewAt: null, renewable: false },
}

export const NOTHING: Consequence = {}

/** What each fact leads to that a session is sent. */
export const sessionConsequences: Consequences = {
  'another login is adopted, wherever it comes from, and a known one changes nothing': on(
    ['session.loggedIn', 'sibling.loggedIn'],
    (fact, { stamp, lastLogin }) =>
      fact.stamp.epoch === stamp?.epoch
        ? NOTHING
        : adoption(fact, lastLogin, fact.type === 'session.loggedIn' ? 'user' : 'sibling'),
  ),
  'the next token of this login is adopted, and any other changes nothing': on(
    ['tokens.replaced', 'sibling.renewed'],
    (fact, was) => (isNext(fact, was) ? succession(fact, was) : NOTHING),
  ),
  'a logout ends what is not logged out, and has it revoked': on(['user.loggedOut'], ({ everywhere }, was, from) => {
    if (from.startsWith('loggedOut')) return NOTHING
    const changes = { ...NOBODY, revocation: { stamp: was.stamp, everywhere } }
    return { to: 'loggedOut.revoking', changes, told: [{ type: 'loggedOut', by: 'user' }] }
  }),
  'a sibling’s logout ends this login, and where nobody was logged in yet it is not told': on(
    ['sibling.loggedOut'],
    ({ epoch }, { stamp }, from) => {
      if (from.startsWith('loggedOut') || (stamp !== null && stamp.epoch !== epoch)) return NOTHING
      return isUnproved(from) ? { to: 'anonymous', changes: NOBODY } : siblingLogout
    },
  ),
  'a sibling’s expiry ends this login, and where nobody was logged in yet it is not told': on(
    ['sibling.expired'],
    ({ epoch, reason }, { stamp, subject }, from) => {
      if (stamp?.epoch !== epoch) return NOTHING
      return isUnproved(from) ? { to: 'anonymous', changes: NOBODY, called: [reason] } : expiry(reason, subject)
    },
  ),
  'news of a refusal makes callers wait for a renewal, and a final one ends a login that nothing can renew': on(
    ['request.unauthorized'],
    ({ at, stamp, news, final }, was, from) => {
      if (!['authenticated', 'renewing.refreshing'].includes(from) || !isSame(stamp, was.stamp)) return NOTHING
      if (news && was.token.renewable) return { to: 'renewing.queuedRetry', changes: { refused: true, armedAt: at } }
      return final && !was.token.renewable ? expiry('access_token_refused', was.subject) : NOTHING
    },
  ),
  'a demand for a longer life starts a renewal': on(['token.demanded'], ({ at, stamp }, was, from) =>
    from === 'authenticated' && was.token.renewable && isSame(stamp, was.stamp)
      ? { to: 'renewing.refreshing', changes: { armedAt: at } }
      : NOTHING,
  ),
  'whoever wakes is visible, and does what was due meanwhile': on(['lifecycle.woke'], ({ at }, was, from) => {
    const { usableUntil, renewAt, renewable } = was.token
    const [lapsed, due] = [usableUntil !== null && at >= usableUntil, renewAt !== null && at >= renewAt]
    const shown = { changes: { hidden: false } }
    if (from === 'renewing.refreshing' && lapsed) return { ...shown, to: 'renewing.queuedRetry' }
    if (from !== 'authenticated') return shown
    if (lapsed && !renewable) {
      const { changes, ...expired } = lapse(was)
      return { ...expired, changes: { ...changes, hidden: false } }
    }
    const changes = { hidden: false, armedAt: at }
    if (lapsed) return { to: 'renewing.queuedRetry', changes }
    return due && renewable ? { to: 'renewing.refreshing', changes } : shown
  }),
  'whoever is hidden is hidden': on(['lifecycle.hid'], () => ({ changes: { hidden: true } })),
  'whoever is counted is counted': on(['requests.counted'], ({ waiting, held }) => ({ changes: { waiting, held } })),
  'where the session is kept is known': on(['persistence.changed'], ({ persistence }) => ({
    changes: { persistence },
  })),
  'a fault is passed on': on(['fault.raised'], ({ where, message }) => ({ told: [{ type: 'fault', where, message }] })),
  'what keeps a renewal from succeeding is known and told, if it is about this token': on(
    ['renewal.delayed'],
    ({ type: _, at: __, stamp, ...delay }, was, from) =>
      from.startsWith('renewing') && isSame(stamp, was.stamp)
        ? { changes: { delay }, told: [{ type: 'renewalDelayed', stamp, ...delay }] }
        : NOTHING,
  ),
  'an expiry that was seen is forgotten': on(['user.acknowledged'], (_, __, from) =>
    from === 'expired' ? { to: 'anonymous', changes: NOBODY } : NOTHING,
  ),
}

/** Another login than the present one. */
export function adoption(
  { at, stamp, token, subject, lastLogin }: Omit<Fact<'sibling.loggedIn'>, 'type'>,
  lastKnown: SessionContext['lastLogin'],
  by: 'user' | 'sibling' | 'restore',
): Consequence {
  const changes = { ...FRESH, stamp, token, subject, lastLogin: lastLogin ?? lastKnown, armedAt: at }
  return { to: 'authenticated', changes, told: [{ type: 'loggedIn', stamp, by }] }
}

/** A later token of the present login. */
export function succession({ at, stamp, token }: Omit<Fact<'sibling.renewed'>, 'type'>, was: SessionContext) {
  const renewed = { type: 'renewed', stamp, expiresAt: token.expiresAt }
  const told = was.proving ? [{ type: 'loggedIn', stamp, by: 'restore' }, renewed] : [renewed]
  return { to: 'authenticated', changes: { ...FRESH, stamp, token, armedAt: at }, told }
}

export const siblingLogout: Consequence = {
  to: 'loggedOut.settled',
  changes: NOBODY,
  told: [{ type: 'loggedOut', by: 'sibling' }],
}

export function expiry(reason: string, subject: string | null) {
  const changes = { ...NOBODY, subject, endReason: reason }
  return { to: 'expired', changes, told: [{ type: 'expired', reason }], called: [reason] }
}

/** The end of the last token. */
export function lapse({ exhausted, subject }: SessionContext) {
  return expiry(exhausted ? 'refresh_token_expired' : 'access_token_expired', subject)
}

export function isNext({ stamp: next }: Pick<Fact<'sibling.renewed'>, 'stamp'>, { stamp }: SessionContext): boolean {
  return next.epoch === stamp?.epoch && next.generation > stamp.generation
}

function isSame(one: SessionContext['stamp'], other: SessionContext['stamp']): boolean {
  return one?.epoch === other?.epoch && one?.generation === other?.generation
}

function isUnproved(from: string): boolean {
  return from === 'restoring' || from === 'renewing.proving'
}

function on<T extends SessionEvent['type']>(
  types: readonly T[],
  consequenceOf: (fact: Fact<T>, was: SessionContext, from: string) => Consequence,
) {
  return ({ event, before }: Step) =>
    types.some((type) => type === event.type)
      ? consequenceOf(event as Fact<T>, before.context, leaf(before))
      : undefined
}
