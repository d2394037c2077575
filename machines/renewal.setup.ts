import { assign, setup } from 'xstate'
import { actorSlot, type Step } from './actor-slot'
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

export interface Given {
  readonly context: RenewalContext
}
export interface Moment {
  readonly at: number
}
export interface Demand extends Moment {
  readonly waiting: number
}

/** The first moment at which a caller's demand may bring the next try forward. */
const earliest = ({ triedAt, notBefore }: RenewalContext): number => Math.max(triedAt + DEMAND_SPACING, notBefore ?? 0)

/** Everything the renewal chart names: its types, actors, guards, delays and actions. */
export const renewalSetup = setup({
  types: {
    context: {} as RenewalContext,
    events: {} as RenewalEvent,
    input: {} as RenewalInput,
    output: {} as RenewalOutput,
  },
  actors: {
    lock: actorSlot<Step<LockOutput, LockInput>>('renewalMachine', 'lock'),
    reread: actorSlot<Step<StoreOutput, StepInput>>('renewalMachine', 'reread'),
    watch: actorSlot<Step<WatchOutput, WatchInput>>('renewalMachine', 'watch'),
    intend: actorSlot<Step<IntendOutput, StepInput>>('renewalMachine', 'intend'),
    request: actorSlot<Step<RequestOutput, RequestInput>>('renewalMachine', 'request'),
    commit: actorSlot<Step<CommitOutput, StepInput>>('renewalMachine', 'commit'),
    confirm: actorSlot<Step<StoreOutput, StepInput>>('renewalMachine', 'confirm'),
  },
  guards: {
    storeIsNewer: (_: Given, output: StoreOutput) => output.found === 'newer',
    storeHasAnotherLogin: (_: Given, output: StoreOutput) => output.found === 'another',
    storeIsEnded: (_: Given, output: StoreOutput) => output.found === 'ended',
    refreshTokenIsOutOfTime: (_: Given, output: StoreOutput) => output.found === 'same' && output.exhausted,
    siblingMayBeRotating: ({ context }: Given, output: StoreOutput) =>
      output.found === 'same' && !context.locked && output.intentDeadline !== null && output.intentDeadline > output.at,
    intentWasAbandoned: (_: Given, output: StoreOutput) => output.found === 'same' && output.intentDeadline !== null,
    granted: (_: Given, output: RequestOutput) => output.answer === 'granted',
    refused: (_: Given, output: RequestOutput) => output.answer === 'refused',
    offline: (_: Given, output: RequestOutput) => output.answer === 'offline',
    committed: (_: Given, output: CommitOutput) => output.committed,
    settledRefused: (_: Given, { answer }: WatchOutput) => answer?.answer === 'refused',
    settledFailed: (_: Given, { answer }: WatchOutput) => answer?.answer === 'failed',
    rotationIsLost: (_: Given, { answer }: WatchOutput) => answer === null,
    demandPullsNow: ({ context }: Given, { at }: Demand) => at >= earliest(context),
    demandPullsNearer: ({ context }: Given) => earliest(context) < context.retryAt,
  },
  delays: {
    intentWait: ({ context }) => delayUntil(context.intentDeadline, context.armedAt),
    requestTimeout: ({ context }) => context.requestTimeout,
    hardBound: ({ context }) => 2 * context.requestTimeout,
    retryDue: ({ context }) => delayUntil(context.retryAt, context.armedAt),
  },
  actions: {
    noteLock: assign((_, { at, granted }: LockOutput) => ({ armedAt: at, locked: granted })),
    noteNoLock: assign({ locked: false }),
    noteIntent: assign((_, output: StoreOutput) =>
      output.found === 'same' ? { intentDeadline: output.intentDeadline, armedAt: output.at } : {},
    ),
    noteAbandonedIntent: assign({ mayHaveRotated: true }),
    armAt: assign((_, { at }: Moment) => ({ armedAt: at })),
    armAtRetry: assign(({ context }) => ({ armedAt: Math.max(context.armedAt, context.retryAt) })),
    countTry: assign(({ context }) => ({ attempt: context.attempt + 1 })),
    countWaiting: assign((_, { waiting }: Demand) => ({ waiting })),
    noteFailure: assign(({ context }, output: RequestOutput) => ({
      armedAt: output.at,
      triedAt: output.at,
      retryAt: 'retryAt' in output ? output.retryAt : output.at,
      notBefore: 'notBefore' in output ? output.notBefore : null,
      mayHaveRotated: context.mayHaveRotated || ('mayHaveRotated' in output && output.mayHaveRotated),
    })),
    noteFault: assign(({ context }) => ({
      triedAt: context.armedAt,
      retryAt: context.armedAt + context.requestTimeout,
      notBefore: null,
      mayHaveRotated: true,
    })),
    noteOverdue: assign(({ context }) => ({ armedAt: context.armedAt + context.requestTimeout })),
    noteLost: assign((_, { at }: Moment) => ({ armedAt: at, mayHaveRotated: true })),
    pullForward: assign(({ context }, { at, waiting }: Demand) => ({
      armedAt: at,
      retryAt: earliest(context),
      waiting,
    })),
    conclude: assign((_, result: RenewalOutput) => ({ result })),
    concludeRejected: assign(({ context }, { at }: Moment) => ({
      result: {
        outcome: 'rejected' as const,
        at,
        reason: context.mayHaveRotated ? 'answer_lost' : 'rejected',
      } as const,
    })),
    concludeUnconfirmed: assign(({ context }) => ({
      result: {
        outcome: 'rejected' as const,
        at: context.armedAt,
        reason: context.mayHaveRotated ? 'answer_lost' : 'rejected',
      } as const,
    })),
    /** Provided by whoever talks to siblings: the successor is persisted, so it may be announced. */
    announce: () => {},
    /** Provided by whoever holds the lock: give it back, unless a rotation is still on the wire. */
    releaseLock: () => {},
  },
})
