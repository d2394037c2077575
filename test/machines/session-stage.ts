import { createActor, SimulatedClock } from 'xstate'
import type {
  RenewalOutput,
  SessionEmitted,
  SessionEvent,
  SessionFacts,
  SessionInput,
  Stamp,
  TokenFacts,
} from '../../machines'
import { sessionMachine } from '../../machines'
import { createDeferredActors } from './deferred-actors'
import { leaf } from './session.invariants'

export const DAY = 86_400_000
export const MINUTE = 60_000

export const first: Stamp = { epoch: '1.a', generation: 1 }
export const second: Stamp = { epoch: '1.a', generation: 2 }

/** Five minutes; renewed after four, no longer sent two seconds before its end. */
export const fiveMinutes: TokenFacts = {
  expiresAt: 5 * MINUTE,
  usableUntil: 5 * MINUTE - 2_000,
  renewAt: 4 * MINUTE,
  renewable: true,
}
export const lastFiveMinutes: TokenFacts = { ...fiveMinutes, renewable: false }
export const withoutEnd: TokenFacts = { expiresAt: null, usableUntil: null, renewAt: null, renewable: true }

/** A login at the moment 0. */
export const login: SessionFacts = {
  stamp: first,
  token: fiveMinutes,
  subject: 'h4sh',
  lastLogin: { method: 'password', at: 0 },
}

/** Every leaf of the session. */
export const leaves = [
  'restoring',
  'anonymous',
  'authenticated',
  'renewing.refreshing',
  'renewing.queuedRetry',
  'renewing.proving',
  'expired',
  'loggedOut.revoking',
  'loggedOut.settled',
] as const

export type Leaf = (typeof leaves)[number]

/** A session on simulated time whose actors end when the test says so. */
export function stageSession(settings: Partial<SessionInput> = {}) {
  const clock = new SimulatedClock()
  const deferred = createDeferredActors(sessionMachine)
  const told: SessionEmitted[] = []
  const dropped: unknown[] = []
  const actor = createActor(
    sessionMachine.provide({
      actors: deferred.actors,
      actions: { dropTokens: (_, { reason }) => void dropped.push(reason) },
    }),
    {
      input: { persistence: 'tab', restoreTimeout: 5_000, requestTimeout: 10_000, whileHidden: true, ...settings },
      clock,
    },
  )
  actor.on('*', (fact) => told.push(fact))
  actor.start()

  const stage = {
    actor,
    clock,
    told,
    dropped,
    inputOf: deferred.inputOf,
    restored: (output: unknown) => deferred.resolve('restore', output),
    restoringFailed: () => deferred.reject('restore'),
    renewalEnded: (output: RenewalOutput) => deferred.resolve('renewal', output),
    renewalFailed: () => deferred.reject('renewal'),
    revoked: () => deferred.resolve('revoke'),
    revocationFailed: () => deferred.reject('revoke'),
    send: (event: SessionEvent) => actor.send(event),
    leaf: () => leaf(actor.getSnapshot()),
    context: () => actor.getSnapshot().context,
    logIn: (token: TokenFacts = fiveMinutes) => actor.send({ type: 'session.loggedIn', at: 0, ...login, token }),
    /** Goes to a leaf by the shortest way and forgets what was told on it. */
    async arriveIn(wanted: Leaf): Promise<void> {
      await ways[wanted]()
      if (stage.leaf() !== wanted) throw new Error(`arrived in ${stage.leaf()}, not ${wanted}`)
      told.length = 0
      dropped.length = 0
    },
  }
  const ways: Record<Leaf, () => unknown> = {
    restoring: () => {},
    anonymous: () => stage.restored({ found: 'nothing', at: 0 }),
    authenticated: () => stage.logIn(),
    'renewing.refreshing': () => {
      stage.logIn()
      stage.send({ type: 'token.demanded', at: 0, stamp: first })
    },
    'renewing.queuedRetry': () => {
      stage.logIn()
      stage.send({ type: 'request.unauthorized', at: 0, stamp: first, news: true, final: false })
    },
    'renewing.proving': () => stage.restored({ found: 'stale', at: 0, ...login }),
    expired: () => {
      stage.logIn()
      stage.send({ type: 'sibling.expired', at: 0, epoch: first.epoch, reason: 'rejected' })
    },
    'loggedOut.revoking': () => {
      stage.logIn()
      stage.send({ type: 'user.loggedOut', at: 0, everywhere: false })
    },
    'loggedOut.settled': () => {
      stage.logIn()
      stage.send({ type: 'sibling.loggedOut', at: 0, epoch: first.epoch })
    },
  }
  return stage
}
