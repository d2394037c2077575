import type { AnyEventObject, AnyMachineSnapshot } from 'xstate'
import {
  type CommitOutput,
  DEMAND_SPACING,
  type LockOutput,
  type RenewalContext,
  type RequestOutput,
  renewalMachine,
  type SessionFacts,
  type Stamp,
  type StoreOutput,
  type TokenFacts,
  type WatchOutput,
} from '../../machines'
import type { Ground } from './paths'
import type { Stage } from './replay'
import { doneBy, failedBy, originOf } from './xstate-events'

const present: Stamp = { epoch: '1.a', generation: 1 }
const successor: Stamp = { epoch: '1.a', generation: 2 }
const token: TokenFacts = { expiresAt: 300_000, usableUntil: 298_000, renewAt: 240_000, renewable: true }
const another: SessionFacts = { stamp: { epoch: '2.b', generation: 1 }, token, subject: 'h4sh', lastLogin: null }

/** Payloads for every event of a renewal, so that each guard is met from both sides. */
export function renewalCases(snapshot: AnyMachineSnapshot, type: string): readonly AnyEventObject[] {
  const context = snapshot.context as RenewalContext
  const origin = originOf(type)
  if (origin.kind === 'failed') return [failedBy(origin.actor)]
  if (origin.kind === 'done')
    return outputs(context, snapshot)[origin.actor]!.map((output) => doneBy(origin.actor, output))
  const { waiting, triedAt, notBefore } = context
  const earliest = Math.max(triedAt + DEMAND_SPACING, notBefore ?? 0)
  return [now(context), earliest].map((at) => ({ type, at, waiting: waiting + 1 }))
}

/** The second try is like the first. */
function isKnownGround(snapshot: AnyMachineSnapshot): boolean {
  const { attempt } = snapshot.context as RenewalContext
  return attempt > 1 || (attempt === 1 && snapshot.matches({ exclusive: 'waitingForLock' }))
}

function outputs(context: RenewalContext, snapshot: AnyMachineSnapshot): Record<string, readonly unknown[]> {
  const at = now(context)
  const lock: LockOutput[] = [
    { at, granted: true },
    { at, granted: false },
  ]
  const store: StoreOutput[] = [
    { found: 'same', at, exhausted: false, intentDeadline: null },
    { found: 'same', at, exhausted: true, intentDeadline: null },
    { found: 'same', at, exhausted: true, intentDeadline: at + 30_000 },
    { found: 'same', at, exhausted: false, intentDeadline: at },
    { found: 'same', at, exhausted: false, intentDeadline: at + 30_000 },
    { found: 'same', at, exhausted: false, intentDeadline: at + 30_000, unlocked: true },
    { found: 'newer', at, stamp: successor, token },
    { found: 'another', at, ...another },
    { found: 'ended', at, reason: 'logged_out' },
  ]
  const failed = (retryIn: number, mayHaveRotated: boolean, notBefore: number | null): RequestOutput => ({
    answer: 'failed',
    at,
    mayHaveRotated,
    retryAt: at + retryIn,
    notBefore,
  })
  const answers: RequestOutput[] = [
    { answer: 'granted', at },
    { answer: 'refused', at },
    { answer: 'offline', at, retryAt: at + 4_000 },
    failed(500, false, null),
    failed(8_000, true, null),
    failed(8_000, false, at + 8_000),
  ]
  const watch: WatchOutput[] = [null, ...(isOverdue(snapshot) ? answers : [])].map((answer) => ({ at: at + 1, answer }))
  const commit: CommitOutput[] = [
    { committed: true, at, stamp: successor, token },
    { committed: false, at },
  ]
  return {
    lock,
    reread: store,
    confirm: store,
    intend: [true, false].map((conflict) => ({ at, conflict })),
    request: answers,
    watch,
    commit,
  }
}

function isOverdue(snapshot: AnyMachineSnapshot): boolean {
  return snapshot.matches({ backingOff: 'overdue' })
}

function now({ armedAt }: RenewalContext): number {
  return Math.max(armedAt, 1_000)
}

/** A renewal and the ground of a walk that comes to an end. */
export const renewalGround: Ground<typeof renewalMachine> & Stage<typeof renewalMachine> = {
  machine: renewalMachine,
  input: { stamp: present, at: 0, requestTimeout: 10_000, waiting: 0 },
  provided: ['announce', 'releaseLock'],
  raised: {},
  cases: (snapshot, type) => (isKnownGround(snapshot) ? [] : renewalCases(snapshot, type)),
  facts({ context }) {
    const { waiting: _, ...facts } = context as RenewalContext
    return facts
  },
}
