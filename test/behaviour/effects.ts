import { type Caller, calm, type Facts, held, isUsable, newToken, settle, waiting } from './facts'
import type { How, Moment, Trouble, User } from './happenings'

type Change = Partial<Facts>

/** So many more times the refresh view is asked. */
export const asking = ({ asked: [least, most] }: Facts, atLeast = 1, atMost = atLeast) => ({
  asked: [least + atLeast, most + atMost] as const,
})

const join = (facts: Facts, caller: Caller) => ({ callers: [...facts.callers, caller] })

const served =
  (user: User | null) =>
  (caller: Caller): Partial<Caller> => ({
    outcome: `200 ${user}`,
    carried: [...caller.carried, user ?? 'nobody'],
  })

const unserved = (code: string) => () => ({ outcome: code })

/** Whether a token was spent, nobody knows: a good one is used up first, and another tried at once, but once. */
const unanswered = (facts: Facts): Change => ({
  failed: true,
  suspect: true,
  granted: false,
  nextTry: isUsable(facts) ? 'with the token over' : facts.failed ? 'soon' : 'now',
})

const metIn: Record<Trouble, (facts: Facts) => Change> = {
  busy: () => ({ nextTry: 'soon', failed: true, noted: false }),
  stuck: () => ({ nextTry: 'with the answer', noted: true }),
  late: ({ refresh }) => ({
    nextTry: 'with the answer',
    noted: true,
    granted: refresh === 'good',
    refresh: 'dead',
  }),
  losing: (facts) => ({ ...unanswered(facts), server: 'well', noted: true, refresh: 'dead' }),
  patient: (facts) => ({
    ...settle(facts, 'waits', unserved('unreachable')),
    server: 'well',
    nextTry: 'with patience over',
    failed: true,
    noted: false,
  }),
}

/** What a renewal meets that is tried now. */
export const meetTrouble = (facts: Facts): Change => (facts.server === 'well' ? {} : metIn[facts.server](facts))

export const awaitNetwork = (): Change => ({ nextTry: 'with the network', failed: true, noted: false })

/** A few seconds pass. */
export const tryAgain = (facts: Facts): Change =>
  facts.nextTry !== 'soon' ? {} : facts.server === 'busy' ? asking(facts, 0, 9) : { nextTry: 'now' }

/** What is on its way comes, for a session that has ended in vain. */
export function recover(facts: Facts): Change {
  const { nextTry, granted, refresh, revoked, strays } = facts
  const comes = nextTry === 'with the answer'
  return {
    server: 'well',
    revoked: revoked + strays,
    strays: 0,
    ...(comes && { ...asking(facts, -1, 0), nextTry: 'now', refresh: granted ? 'good' : refresh }),
  }
}

/** What is on its way is lost. */
export const loseNetwork = (facts: Facts): Change => ({
  ...(facts.nextTry === 'with the answer' && unanswered(facts)),
  online: false,
  strays: 0,
})

export const findNetwork = ({ nextTry, owed, revoked }: Facts): Change => ({
  online: true,
  revoked: revoked + owed,
  owed: 0,
  nextTry: nextTry === 'with the network' ? 'now' : nextTry,
})

/** Time enough that nobody who waits goes on waiting, and that an answer which has not come never comes. */
export function pass(facts: Facts, to: Moment): Change {
  const { age, refresh, nextTry, online, server, whiles } = facts
  const patience = to === 'refresh token over' ? 14 : age === 'fresh' ? 7 : 2
  const tries = !online || nextTry === 'now' ? 0 : server === 'busy' ? 999 : server === 'well' ? 0 : patience
  const isOver = to !== 'renewal due' && !(to === 'patience over' && age === 'fresh')
  return {
    ...settle(facts, 'waits', unserved('queue_timeout')),
    ...(nextTry === 'with the answer' && unanswered(facts)),
    ...asking(facts, 0, tries),
    nextTry: 'now',
    proving: false,
    young: false,
    strays: 0,
    age: isOver ? 'over' : to === 'renewal due' ? 'due' : age,
    refresh: to === 'refresh token over' ? 'over' : refresh,
    whiles: whiles + (to === 'a while' ? 1 : to === 'patience over' ? 2 : 0),
  }
}

/** No timer runs, so nothing is given up. */
export const sleep = (facts: Facts, to: Moment): Change => ({ ...pass(facts, to), strays: facts.strays })

export const passOver = (facts: Facts): Change =>
  facts.nextTry === 'with patience over' ? { age: 'over' } : pass(facts, 'token over')

export const giveUpHolding = (facts: Facts): Change => ({
  ...settle(facts, 'held', unserved('session_expired')),
  strays: 0,
})

/** A request of somebody who is logged in: it leaves with a token that may be good, and waits where that is refused. */
export function send(facts: Facts, how: How): Change {
  const { online, user, taken, age, refused, accepted, failed, young, nextTry } = facts
  const leaves = isUsable(facts) || (age !== 'over' && accepted && failed)
  if (leaves && !online) return join(facts, { how, outcome: 'unsent', carried: [] })
  const isOwnFault = leaves && !refused && young && !accepted
  const answer = leaves && taken ? `200 ${user}` : isOwnFault ? '401' : null
  const isLong = nextTry === 'with patience over'
  return {
    ...join(facts, {
      how,
      outcome: answer ?? (isLong ? 'unreachable' : 'waits'),
      carried: leaves && user ? [user] : [],
    }),
    accepted: accepted || (leaves && taken),
    refused: refused || (leaves && answer === null),
    nextTry: answer === null && ['soon', 'with the token over'].includes(nextTry) ? 'now' : nextTry,
  }
}

const bare = ({ online }: Facts): Partial<Caller> =>
  online ? { outcome: '401', carried: ['nobody'] } : { outcome: 'unsent' }

export const sendBare = (facts: Facts, how: How): Change =>
  join(facts, { how, outcome: '', carried: [], ...bare(facts) })

export const hold = (facts: Facts): Change => join(facts, { how: 'hold', outcome: 'held', carried: [] })

export const turnAway = (facts: Facts, { how, code }: { readonly how: Caller['how']; readonly code: string }): Change =>
  join(facts, { how, outcome: code, carried: [] })

export function abortFirst({ callers }: Facts): Change {
  const first = callers.findIndex(({ outcome }) => outcome === 'waits')
  return { callers: callers.map((caller, index) => (index === first ? { ...caller, outcome: 'aborted' } : caller)) }
}

/** The next token of the same login: whoever waited goes on with it. */
export const renew = (facts: Facts, { young }: { readonly young: boolean }): Change => ({
  ...newToken,
  ...settle(facts, 'waits', served(facts.user)),
  young,
  accepted: waiting(facts).length > 0,
})

/** Another login: what waited belonged to the one before, what was held to its user. */
export function logIn(facts: Facts, user: User): Change {
  const isSame = user === facts.user
  const left = { ...facts, ...settle(facts, 'waits', unserved('session_changed')) }
  return {
    ...newToken,
    ...settle(left, 'held', isSame ? served(user) : unserved('session_changed')),
    user,
    endReason: null,
    hasLoggedIn: true,
    accepted: isSame && held(facts).length > 0,
    strays: facts.strays + Number(facts.granted),
  }
}

export const revoke = ({ online, revoked, owed }: Facts): Change =>
  online ? { revoked: revoked + 1 } : { owed: owed + 1 }

/** The user has logged out, here or elsewhere. */
export function leave(facts: Facts): Change {
  const left = { ...facts, ...settle(facts, 'waits', unserved('logged_out')) }
  return {
    ...calm,
    ...settle(left, 'held', unserved('logged_out')),
    user: null,
    endReason: null,
    strays: facts.strays + Number(facts.granted),
  }
}

export const blameServer = ({ suspect }: Facts): Change => ({ endReason: suspect ? 'answer_lost' : 'rejected' })

export const expire = (facts: Facts): Change => ({
  ...calm,
  ...settle(facts, 'waits', ({ how }) => ({ outcome: how === 'hold' ? 'held' : 'session_expired' })),
})

export const acknowledge = (facts: Facts): Change => ({
  ...settle(facts, 'held', unserved('session_expired')),
  user: null,
  endReason: null,
})

/** What the store held is worth nothing. */
export const goOnWithoutToken = (facts: Facts): Change => ({
  ...calm,
  ...settle(facts, 'waits', ({ how }) => (how === 'required' ? { outcome: 'anonymous' } : bare(facts))),
  user: null,
  endReason: 'not_restored',
})

/** Another page: it knows what the store knows. */
export function reload(facts: Facts): Change {
  const left = { ...facts, ...settle(facts, 'waits', unserved('gone')) }
  return {
    ...calm,
    ...settle(left, 'held', unserved('gone')),
    suspect: facts.noted,
    proving: facts.age === 'over',
    refused: false,
    accepted: false,
    young: false,
    strays: 0,
    owed: 0,
    survivors: facts.survivors + facts.owed,
  }
}

export const knowNobody = (): Change => ({ user: null, endReason: null, hasLoggedIn: false, proving: false })
