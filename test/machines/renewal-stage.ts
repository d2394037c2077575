import { createActor, SimulatedClock } from 'xstate'
import {
  type CommitOutput,
  type LockOutput,
  type RequestOutput,
  renewalMachine,
  type SessionFacts,
  type Stamp,
  type StoreOutput,
  type TokenFacts,
  type WatchOutput,
} from '../../machines'
import { createDeferredActors } from './deferred-actors'
import { leaf } from './session.invariants'

export const stamp: Stamp = { epoch: '1.a', generation: 1 }
export const next: Stamp = { epoch: '1.a', generation: 2 }
export const token: TokenFacts = { expiresAt: 300_000, usableUntil: 298_000, renewAt: 240_000, renewable: true }
export const another: SessionFacts = { stamp: { epoch: '2.b', generation: 1 }, token, subject: 'h4sh', lastLogin: null }

/** A renewal on simulated time whose actors end when the test says so; every time-out is 10 s. */
export function stageRenewal() {
  const clock = new SimulatedClock()
  const deferred = createDeferredActors(renewalMachine)
  const called: string[] = []
  const actor = createActor(
    renewalMachine.provide({
      actors: deferred.actors,
      actions: { announce: () => void called.push('announce'), releaseLock: () => void called.push('releaseLock') },
    }),
    { input: { stamp, at: 0, requestTimeout: 10_000, waiting: 0 }, clock },
  )
  actor.start()

  const stage = {
    clock,
    called,
    inputOf: deferred.inputOf,
    locked: (output: LockOutput) => deferred.resolve('lock', output),
    reread: (output: StoreOutput) => deferred.resolve('reread', output),
    intended: (at: number) => deferred.resolve('intend', { at, conflict: false }),
    answered: (output: RequestOutput) => deferred.resolve('request', output),
    confirmed: (output: StoreOutput) => deferred.resolve('confirm', output),
    committed: (output: CommitOutput) => deferred.resolve('commit', output),
    watched: (output: WatchOutput) => deferred.resolve('watch', output),
    failed: (actor: string) => deferred.reject(actor),
    demand: (at: number, waiting = 1) => actor.send({ type: 'demand.rose', at, waiting }),
    leaf: () => leaf(actor.getSnapshot()),
    context: () => actor.getSnapshot().context,
    result: () => actor.getSnapshot().output,
    /** Takes the lock, finds the store unmoved, and sends a request. */
    async send(at: number): Promise<void> {
      await stage.locked({ at, granted: true })
      await stage.reread(unmoved(at))
      await stage.intended(at)
      if (stage.leaf() !== 'exclusive.requesting') throw new Error(`nothing was sent in ${stage.leaf()}`)
    },
  }
  return stage
}

/** The store holds the very token that is to be renewed. */
export function unmoved(at: number, intentDeadline: number | null = null, unlocked = false): StoreOutput {
  return { found: 'same', at, exhausted: false, intentDeadline, unlocked }
}

/** The server said that nothing was rotated, and when to come back. */
export function failed(at: number, retryAt: number, notBefore: number | null = null): RequestOutput {
  return { answer: 'failed', at, mayHaveRotated: false, retryAt, notBefore }
}
