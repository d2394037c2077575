import { assign, setup } from 'xstate'
import { actorSlot, type Step } from './actor-slot'
import type { Moment } from './params'
import type { Given } from './renewal.params'
import type {
  CommitOutput,
  IntendOutput,
  LockInput,
  LockOutput,
  RenewalContext,
  RenewalEvent,
  RenewalInput,
  RenewalOutput,
  RequestInput,
  RequestOutput,
  StepInput,
  StoreOutput,
  WatchInput,
  WatchOutput,
} from './renewal.vocabulary'
import { DEMAND_SPACING, delayUntil } from './schedule'

export interface Locking extends Moment {
  readonly granted?: boolean
}
export interface Demand extends Moment {
  readonly waiting: number
}
export interface Rejection extends Moment {
  readonly reason?: 'refresh_token_expired'
}
export interface Failure extends Moment {
  readonly retryAt: number
  readonly notBefore?: number | null
  readonly mayHaveRotated?: boolean
}
type Unmoved = Extract<StoreOutput, { found: 'same' }>
type Moved = Exclude<StoreOutput, Unmoved>
type Committed = Extract<CommitOutput, { committed: true }>

/** What a store that has moved makes of a renewal. */
const OUTCOMES = { newer: 'adopted', another: 'superseded', ended: 'ended' } as const

/** The first moment at which a caller's demand may bring the next try forward. */
const earliest = ({ triedAt, notBefore }: RenewalContext): number => Math.max(triedAt + DEMAND_SPACING, notBefore ?? 0)

/** Everything the renewal chart names: its types, actors, guards, delays and actions. */
export const renewalSetup = setup({
  types: {} as { context: RenewalContext; events: RenewalEvent; input: RenewalInput; output: RenewalOutput },
  actors: {
    lock: actorSlot<Step<LockOutput, LockInput>>(),
    reread: actorSlot<Step<StoreOutput, StepInput>>(),
    watch: actorSlot<Step<WatchOutput, WatchInput>>(),
    intend: actorSlot<Step<IntendOutput, StepInput>>(),
    request: actorSlot<Step<RequestOutput, RequestInput>>(),
    commit: actorSlot<Step<CommitOutput, StepInput>>(),
    confirm: actorSlot<Step<StoreOutput, StepInput>>(),
  },
  guards: {
    storeHasMoved: (_: Given, { found }: StoreOutput) => found !== 'same',
    refreshTokenIsOutOfTime: (_: Given, { exhausted }: Unmoved) => exhausted,
    siblingMayBeRotating: ({ context }: Given, { at, intentDeadline, unlocked }: Unmoved) =>
      (!context.locked || unlocked === true) && intentDeadline !== null && intentDeadline > at,
    intentWasAbandoned: (_: Given, { intentDeadline }: Unmoved) => intentDeadline !== null,
    siblingCameFirst: (_: Given, { conflict }: IntendOutput) => conflict,
    granted: (_: Given, { answer }: RequestOutput) => answer === 'granted',
    refused: (_: Given, answer: RequestOutput | null) => answer?.answer === 'refused',
    failed: (_: Given, answer: RequestOutput | null) => answer?.answer === 'failed',
    offline: (_: Given, { answer }: RequestOutput) => answer === 'offline',
    committed: (_: Given, { committed }: CommitOutput) => committed,
    demandPullsNow: ({ context }: Given, { at }: Demand) => at >= earliest(context),
    demandPullsNearer: ({ context }: Given) => earliest(context) < context.retryAt,
  },
  delays: {
    requestTimeout: ({ context }) => context.requestTimeout,
    retryDue: ({ context }) => delayUntil(context.retryAt, context.armedAt),
  },
  actions: {
    noteLock: assign((_, { at, granted = false }: Locking) => ({ armedAt: at, locked: granted })),
    noteIntent: assign((_, { at, intentDeadline }: Unmoved) => ({
      armedAt: at,
      intentDeadline,
      retryAt: intentDeadline as number,
    })),
    armAt: assign((_, { at }: Moment) => ({ armedAt: at })),
    armAtRetry: assign(({ context }) => ({ armedAt: Math.max(context.armedAt, context.retryAt) })),
    countTry: assign(({ context }) => ({ attempt: context.attempt + 1 })),
    countWaiting: assign((_, { waiting }: Demand) => ({ waiting })),
    noteFailure: assign(({ context }, { at, retryAt, notBefore = null, mayHaveRotated }: Failure) => ({
      armedAt: at,
      triedAt: at,
      retryAt,
      notBefore,
      mayHaveRotated: context.mayHaveRotated || !!mayHaveRotated,
    })),
    noteOverdue: assign(({ context }) => ({
      armedAt: context.armedAt + context.requestTimeout,
      retryAt: context.armedAt + 3 * context.requestTimeout,
    })),
    suspectRotation: assign({ mayHaveRotated: true }),
    pullForward: assign(({ context }, { at, waiting }: Demand) => ({
      armedAt: at,
      retryAt: earliest(context),
      waiting,
    })),
    concludeByStore: assign((_, { found, ...facts }: Moved) => ({
      result: { outcome: OUTCOMES[found], ...facts } as RenewalOutput,
    })),
    concludeRenewed: assign((_, { at, stamp, token }: Committed) => ({
      result: { outcome: 'renewed' as const, at, stamp, token },
    })),
    concludeRejected: assign(({ context }, { at, reason }: Rejection) => ({
      result: {
        outcome: 'rejected' as const,
        at,
        reason: reason ?? (context.mayHaveRotated ? ('answer_lost' as const) : ('rejected' as const)),
      },
    })),
    /** Provided by whoever talks to siblings: the successor is persisted, so it may be announced. */
    announce: () => {},
    /** Provided by whoever holds the lock: give it back, unless a rotation is still on the wire. */
    releaseLock: () => {},
  },
})
