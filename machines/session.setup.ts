import { assign, cancel, emit, type NonReducibleUnknown, raise, sendTo, setup } from 'xstate'
import { actorSlot, type Child, type Step } from './actor-slot'
import type { RenewalInput } from './renewal.vocabulary'
import { delayUntil } from './schedule'
import * as change from './session.context'
import { sessionGuards } from './session.guards'
import type { Begun, TokenChange } from './session.params'
import type {
  EndReason,
  Persistence,
  RenewalDelay,
  RestoreOutput,
  RevokeInput,
  SessionContext,
  SessionEmitted,
  SessionEvent,
  SessionInput,
  SessionTag,
} from './session.vocabulary'
import type { Stamp } from './stamp'

/** Everything the session chart names: its types, actors, guards, delays and actions. */
export const sessionSetup = setup({
  types: {
    context: {} as SessionContext,
    events: {} as SessionEvent,
    input: {} as SessionInput,
    emitted: {} as SessionEmitted,
    tags: {} as SessionTag,
  },
  actors: {
    restore: actorSlot<Step<RestoreOutput, NonReducibleUnknown>>('sessionMachine', 'restore'),
    renewal: actorSlot<Child<RenewalInput>>('sessionMachine', 'renewal'),
    revoke: actorSlot<Step<void, RevokeInput>>('sessionMachine', 'revoke'),
  },
  guards: sessionGuards,
  delays: {
    restoreTimeout: ({ context }) => context.settings.restoreTimeout,
    revokeTimeout: ({ context }) => context.settings.requestTimeout,
    renewalDue: ({ context }) => delayUntil(context.token.renewAt, context.armedAt),
    tokenLapse: ({ context }) => delayUntil(context.token.usableUntil, context.armedAt),
    faultPause: ({ context }) => context.settings.requestTimeout,
  },
  actions: {
    beginEpoch: assign(({ context }, begun: Begun) => change.beginEpoch(context, begun)),
    adoptToken: assign((_, next: TokenChange) => change.adoptToken(next)),
    expire: assign((_, { reason }: { readonly reason: EndReason }) => change.expire(reason)),
    forget: assign(() => change.forget(null)),
    leaveUnrestored: assign(() => change.forget('not_restored')),
    prepareRevocation: assign(({ context }, { everywhere }: { readonly everywhere: boolean }) =>
      change.prepareRevocation(context, everywhere),
    ),
    exhaust: assign(({ context }, { at }: { readonly at: number }) => change.exhaust(context, at)),
    armAt: assign((_, { at }: { readonly at: number }) => ({ armedAt: at })),
    armAtRenewal: assign(({ context }) => ({ armedAt: context.token.renewAt ?? context.armedAt })),
    rearm: assign(({ context }) => ({ armedAt: context.armedAt + delayUntil(null, 0) })),
    spendWarning: assign(({ context }) => ({ token: { ...context.token, renewAt: null } })),
    markRefused: assign({ refused: true }),
    startProving: assign({ proving: true }),
    stopProving: assign({ proving: false }),
    hide: assign({ hidden: true }),
    show: assign({ hidden: false }),
    delayRenewal: assign((_, delay: RenewalDelay) => change.delayRenewal(delay)),
    clearDelay: assign({ delay: null, proving: false }),
    count: assign((_, { waiting, held }: { readonly waiting: number; readonly held: number }) => ({ waiting, held })),
    setPersistence: assign((_, { persistence }: { readonly persistence: Persistence }) => ({ persistence })),
    turnVolatile: assign({ persistence: 'volatile' }),
    forwardDemand: sendTo('renewal', (_, { at, waiting }: { readonly at: number; readonly waiting: number }) => ({
      type: 'demand.rose',
      at,
      waiting,
    })),
    restartAfterFault: raise({ type: 'renewal.faulted' }, { delay: 'faultPause', id: 'restart' }),
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
