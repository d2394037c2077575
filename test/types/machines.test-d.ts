import { fromPromise } from 'xstate'
import {
  type CommitOutput,
  type IntendOutput,
  type LockInput,
  type LockOutput,
  type RenewalInput,
  type RenewalOutput,
  type RequestInput,
  type RequestOutput,
  type RestoreOutput,
  type RevokeInput,
  renewalMachine,
  type StepInput,
  type StoreOutput,
  sessionMachine,
  type WatchInput,
  type WatchOutput,
} from 'xstate-auth-session/machines'

// Every actor takes promise logic of the types that docs/machine.md names.
sessionMachine.provide({
  actors: {
    restore: fromPromise<RestoreOutput>(async () => ({ found: 'nothing', at: 0 })),
    renewal: fromPromise<RenewalOutput, RenewalInput>(async ({ input: { at } }) => {
      return { outcome: 'rejected', at, reason: 'rejected' }
    }),
    revoke: fromPromise<void, RevokeInput>(async () => {}),
  },
})
sessionMachine.provide({ actors: { renewal: renewalMachine } })
renewalMachine.provide({
  actors: {
    lock: fromPromise<LockOutput, LockInput>(async () => ({ at: 0, granted: true })),
    reread: fromPromise<StoreOutput, StepInput>(async () => {
      return { found: 'same', at: 0, exhausted: false, intentDeadline: null }
    }),
    watch: fromPromise<WatchOutput, WatchInput>(async ({ input }) => ({ at: input.deadline, answer: null })),
    intend: fromPromise<IntendOutput, StepInput>(async () => ({ at: 0, conflict: false })),
    request: fromPromise<RequestOutput, RequestInput>(async () => ({ answer: 'granted', at: 0 })),
    commit: fromPromise<CommitOutput, StepInput>(async () => ({ committed: false, at: 0 })),
    confirm: fromPromise<StoreOutput, StepInput>(async () => ({ found: 'ended', at: 0, reason: 'logged_out' })),
  },
})
// @ts-expect-error without its input the actor is too wide
renewalMachine.provide({ actors: { lock: fromPromise<LockOutput>(async () => ({ at: 0, granted: true })) } })
