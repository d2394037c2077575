import { assign, cancel, emit, type NonReducibleUnknown, raise, sendTo, setup } from 'xstate'
import { actorSlot, type Child, type Step } from './actor-slot'
import { counted, type Moment } from './params'
import type { RenewalInput } from './renewal.vocabulary'
import { delayUntil, MAX_DELAY } from './schedule'
import { CLEAN, NOBODY } from './session.context'
import { sessionGuards } from './session.guards'
import type {
  EndReason,
  Persistence,
  RenewalDelay,
  RestoreOutput,
  RevokeInput,
  SessionContext,
  SessionEmitted,
  SessionEvent,
  SessionFacts,
  SessionInput,
  SessionTag,
  TokenFacts,
} from './session.vocabulary'
import type { Stamp } from './stamp'

/** A token, and with it the login where that is another one. */
export interface Adoption extends Partial<SessionFacts>, Moment {
  readonly stamp: Stamp
  readonly token: TokenFacts
}

export interface Ending {
  readonly reason: EndReason
}
type Delayed = Extract<SessionEvent, { type: 'renewal.delayed' }>

/** Everything the session chart names: its types, actors, guards, delays and actions. */
export const sessionSetup = setup({
  types: {} as {
    context: SessionContext
    events: SessionEvent
    input: SessionInput
    emitted: SessionEmitted
    tags: SessionTag
  },
  actors: {
    restore: actorSlot<Step<RestoreOutput, NonReducibleUnknown>>(),
    renewal: actorSlot<Child<RenewalInput>>(),
    revoke: actorSlot<Step<void, RevokeInput>>(),
  },
  guards: sessionGuards,
  delays: {
    restoreTimeout: ({ context }) => context.settings.restoreTimeout,
    requestTimeout: ({ context }) => context.settings.requestTimeout,
    renewalDue: ({ context }) => delayUntil(context.token.renewAt, context.armedAt),
    tokenLapse: ({ context }) => delayUntil(context.token.usableUntil, context.armedAt),
  },
  actions: {
    adopt: assign(({ context }, { at, stamp, token, subject = context.subject, lastLogin }: Adoption) => ({
      ...CLEAN,
      stamp,
      token,
      subject,
      lastLogin: lastLogin ?? context.lastLogin,
      armedAt: at,
    })),
    expire: assign((_, { reason }: Ending) => ({ ...NOBODY, endReason: reason })),
    forget: assign((_, because?: Ending) => ({ ...NOBODY, subject: null, endReason: because?.reason ?? null })),
    prepareRevocation: assign(({ context }, { everywhere }: { readonly everywhere: boolean }) => ({
      revocation: { stamp: context.stamp, everywhere },
    })),
    exhaust: assign((_, { at }: Moment) => ({ exhausted: true, armedAt: at })),
    letRunOut: assign(({ context }) => ({ token: { ...context.token, renewAt: null, renewable: false } })),
    armAt: assign((_, { at }: Moment) => ({ armedAt: at })),
    armAtRenewal: assign(({ context }) => ({ armedAt: Math.max(context.armedAt, context.token.renewAt ?? 0) })),
    rearm: assign(({ context }) => ({ armedAt: context.armedAt + MAX_DELAY })),
    markRefused: assign((_, { at }: Moment) => ({ refused: true, armedAt: at })),
    startProving: assign({ proving: true }),
    stopProving: assign({ proving: false }),
    hide: assign({ hidden: true }),
    show: assign({ hidden: false }),
    delayRenewal: assign((_, { type: _type, at: _at, stamp: _stamp, ...delay }: Delayed) => ({ delay })),
    clearDelay: assign({ delay: null }),
    count: assign((_, { waiting, held }: { readonly waiting: number; readonly held: number }) => ({
      waiting: counted(waiting),
      held: counted(held),
    })),
    setPersistence: assign((_, { persistence }: { readonly persistence: Persistence }) => ({ persistence })),
    forwardDemand: sendTo('renewal', (_, { at, waiting }: { readonly at: number; readonly waiting: number }) => ({
      type: 'demand.rose',
      at,
      waiting,
    })),
    restartAfterFault: raise({ type: 'renewal.faulted' }, { delay: 'requestTimeout', id: 'restart' }),
    cancelRestart: cancel('restart'),
    tellLoggedIn: emit(({ context }, { by }: { readonly by: 'user' | 'sibling' | 'restore' }) => ({
      type: 'loggedIn',
      stamp: context.stamp as Stamp,
      by,
    })),
    tellRenewed: emit(({ context }) => ({
      type: 'renewed',
      stamp: context.stamp as Stamp,
      expiresAt: context.token.expiresAt,
    })),
    tellDelayed: emit(({ context }) => ({
      type: 'renewalDelayed',
      stamp: context.stamp as Stamp,
      ...(context.delay as RenewalDelay),
    })),
    tellExpiring: emit(({ context }) => ({
      type: 'expiring',
      stamp: context.stamp as Stamp,
      expiresAt: context.token.expiresAt,
    })),
    tellExpired: emit(({ context }) => ({ type: 'expired', reason: context.endReason as EndReason })),
    tellLoggedOut: emit((_, { by }: { readonly by: 'user' | 'sibling' }) => ({ type: 'loggedOut', by })),
    tellFault: emit((_, { where, message }: { readonly where: string; readonly message: string }) => ({
      type: 'fault',
      where,
      message,
    })),
    /** Provided by whoever keeps the tokens: the chart has decided that they are worth nothing any more. */
    dropTokens: (_, _reason: { readonly reason: EndReason }) => {},
    /** Provided by whoever holds the lock: this renewal needs it no longer. */
    endRenewal: () => {},
  },
})
