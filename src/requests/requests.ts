import type { RenewalDelay, SessionEvent, SessionStatus } from '../../machines'
import type { Credentials } from '../credentials'
import { AuthSessionError, type AuthSessionErrorCode } from '../errors'
import type { Deadlines } from '../platform/deadlines'
import type { TokenVault } from '../token-vault'
import type { Call } from './call'
import { createEvidence } from './evidence'
import { createWaitingRoom } from './waiting-room'
import { waitReason, watchOf } from './watch'

/** What the session's state means for calls. */
export interface Gate {
  readonly status: SessionStatus
  readonly delay: RenewalDelay | null
  /** Whose session expired; a pseudonym. */
  readonly subject: string | null
}

interface RequestsPorts {
  readonly vault: TokenVault
  readonly deadlines: Deadlines
  /** ms */
  readonly minInterval: number
  readonly queue: { readonly limit: number; readonly maxWait: number; readonly holdFor: number }
  readonly tell: (event: SessionEvent) => void
}

/** Send it with that token, or without one; let it wait, or hold it; or reject it with that code. */
type Verdict = Credentials | 'bare' | 'wait' | 'hold' | 'aborted' | AuthSessionErrorCode

/** Lease, wait, replay: whether a call may leave is decided by the token, and every call settles. */
export type Requests = ReturnType<typeof createRequests>

export function createRequests({ vault, deadlines, minInterval, queue, tell }: RequestsPorts) {
  let gate: Gate = { status: 'restoring', delay: null, subject: null }
  let disposed = false
  let paused = false
  let restored: string | null = null
  /** The token for which everyone who waits has been looked at last. */
  let reviewed: Credentials | null = null
  const evidence = createEvidence(minInterval)
  const onCount = () =>
    tell({ type: 'requests.counted', at: deadlines.now(), waiting: wait.calls.size, held: hold.calls.size })
  const room = { deadlines, onCount, review: (call: Call) => review(call) }
  const wait = createWaitingRoom({ ...room, maxWait: queue.maxWait })
  const hold = createWaitingRoom({ ...room, maxWait: queue.holdFor })
  const rooms = { wait, hold }

  const rejection = (code: AuthSessionErrorCode) => {
    const { cause, status, hint } = gate.delay ?? {}
    const unanswered = cause && (code === 'queue_timeout' || code === 'unreachable')
    const last = ['The last renewal failed', cause, status, hint].filter(Boolean).join(', ')
    return new AuthSessionError(code, undefined, { cause: unanswered ? new Error(last) : undefined })
  }

  /** A longer life is wanted, and a renewal could bring it. */
  const wantsMore = (call: Call, lease: Credentials, now: number): boolean => {
    const { facts, lifetime, renewable, sentAt, stamp } = lease
    if (facts.expiresAt === null || lifetime === null || !renewable || gate.delay) return false
    if (call.tooShort && call.tooShort !== stamp.generation) return false
    const wanted = call.once ? Math.min(lifetime / 4, 60_000) : (call.minValidFor ?? 0)
    if (facts.expiresAt - now >= wanted || (wanted >= lifetime && now - sentAt < lifetime / 2)) return false
    call.tooShort = stamp.generation
    return true
  }

  const verdictWithoutToken = (call: Call): Verdict => {
    const { status } = gate
    const bound = call.required || call.sent
    if (status === 'anonymous') return call.heldFor !== undefined ? 'session_expired' : bound ? 'anonymous' : 'bare'
    if (status === 'loggedOut')
      return bound || call.epoch !== null || call.heldFor !== undefined ? 'logged_out' : 'bare'
    if (status === 'expired') return call.hold ? 'hold' : 'session_expired'
    return 'wait'
  }

  const verdictWithToken = (call: Call, lease: Credentials, now: number): Verdict => {
    const { epoch, generation } = lease.stamp
    if (call.heldFor !== undefined) {
      if (call.heldFor !== vault.pseudonym(lease.record.subject)) return 'session_changed'
      Object.assign(call, { heldFor: undefined, epoch, refused: 0, tooShort: 0, renewed: false })
    }
    // A call made before anyone was known belongs to the session that was restored, and to no later login.
    if (call.epoch === null && (!call.deadline || epoch === restored)) call.epoch = epoch
    if (call.epoch !== epoch) return 'session_changed'
    if (paused) return 'wait'
    const { delay } = gate
    const usable = !lease.refused || (lease.accepted && delay !== null)
    if (usable && now < lease.usableUntil && call.refused !== generation && !wantsMore(call, lease, now)) return lease
    return (delay?.notBefore ?? 0) > now + queue.maxWait ? 'unreachable' : 'wait'
  }

  const verdictOn = (call: Call): Verdict => {
    if (disposed) return 'disposed'
    if (call.signal?.aborted) return 'aborted'
    const lease = vault.current
    const now = deadlines.now()
    const verdict = lease ? verdictWithToken(call, lease, now) : verdictWithoutToken(call)
    if (verdict !== 'wait' && verdict !== 'hold') return verdict
    if (call.waits !== verdict) return rooms[verdict].calls.size < queue.limit ? verdict : 'queue_full'
    if (now < (call.deadline ?? 0)) return verdict
    return verdict === 'wait' ? 'queue_timeout' : 'session_expired'
  }

  /** The chart hears that somebody waits though nothing is being renewed. */
  const demand = () => {
    const lease = vault.current
    if (lease === null || wait.calls.size === 0 || gate.status !== 'authenticated' || paused) return
    const at = deadlines.now()
    if (at >= lease.usableUntil) tell({ type: 'lifecycle.woke', at })
    else if (!lease.refused) tell({ type: 'token.demanded', at, stamp: lease.stamp })
  }

  /** Whether that refusal is the caller's; otherwise the call is to be sent again. */
  const isCallers = async (call: Call, lease: Credentials, outcome: unknown): Promise<boolean> => {
    const at = deadlines.now()
    const { stamp } = lease
    call.epoch = stamp.epoch
    if (vault.current !== lease) return false
    const { resource, ...label } = namesOf(call)
    if (call.renewed) {
      evidence.note(resource, at)
      return true
    }
    const tellRefusal = (news: boolean, final: boolean) =>
      tell({ type: 'request.unauthorized', at, stamp, news, final, ...label })
    if (!lease.renewable) {
      // Nothing can renew it: only a refusal that the backend calls final ends the session.
      const final = await deadlines.within<unknown>(queue.maxWait, call.kind.isFinal?.(outcome), unread).catch(unread)
      if (final && vault.current === lease) tellRefusal(false, true)
      return !final || vault.current === lease
    }
    if (!lease.refused) {
      lease.refused = evidence.isNews(resource, lease, at)
      tellRefusal(lease.refused, false)
      if (!lease.refused) return true
    }
    call.refused = stamp.generation
    call.renewed = true
    return false
  }

  /** A resource took it: while its renewal is delayed, others may leave with it again. */
  const accept = (lease: Credentials) => {
    if (lease.accepted) return
    lease.accepted = true
    if (gate.delay) settle()
  }

  /** `known`: the outcome of sending it, where it has been sent already. */
  const carryOut = async (call: Call, verdict: Verdict, known?: unknown): Promise<unknown> => {
    if (verdict === 'aborted') throw call.signal?.reason
    if (typeof verdict === 'string' && verdict !== 'bare') throw rejection(verdict as AuthSessionErrorCode)
    if (call.sent && call.once) throw rejection('not_replayable')
    if (__DEV__ && known === undefined)
      watchOf(deadlines)?.sent(call, verdict === 'bare' ? null : (verdict as Credentials))
    call.sent = true
    if (verdict === 'bare') return call.kind.run(call.what, null)
    let outcome = known
    let failed = false
    try {
      outcome ??= await call.kind.run(call.what, verdict)
    } catch (reason) {
      outcome = reason
      failed = true
    }
    const { kind, what } = call
    const refused = kind.isUnauthorized?.(outcome, what)
    // No tick is spent on a plain yes or no: a herd would pay for it.
    if (typeof refused === 'object' ? await refused : refused) {
      if (!(await isCallers(call, verdict, outcome))) return turn(call)
    } else if (!failed && kind.onAnswer?.(outcome, verdict)) {
      accept(verdict)
      if (call.renewed) evidence.clear(namesOf(call).resource)
    }
    if (failed) throw outcome
    return outcome
  }

  /** Does with it what is to be done now. */
  const review = (call: Call) => {
    const verdict = verdictOn(call)
    if (verdict === call.waits) return
    if (call.waits) rooms[call.waits].leave(call)
    call.waits = null
    if (verdict !== 'wait' && verdict !== 'hold') return call.resolve?.(carryOut(call, verdict))
    if (verdict === 'hold') call.heldFor ??= gate.subject ?? ''
    call.waits = verdict
    if (__DEV__) {
      const watch = watchOf(deadlines)
      if (verdict === 'hold') watch?.held(call)
      else watch?.waits(call, waitReason(call, vault.current, deadlines.now(), paused))
    }
    rooms[verdict].enter(call)
    demand()
  }

  /** Settles as the call does: sent at once, or when it may leave. */
  const turn = (call: Call) =>
    new Promise<unknown>((resolve) => {
      call.resolve = resolve
      review(call)
    })

  /** Looks at everyone who waits, in order. */
  const settle = () => {
    reviewed = vault.current
    for (const { calls } of [hold, wait]) for (const call of calls) review(call)
  }

  return {
    /** How many calls wait. */
    waiting: () => wait.calls.size,

    accept,

    /** The token that may leave right now, without any further thought; `null` where it takes one. */
    lease(): Credentials | null {
      const lease = vault.current
      return lease && !lease.refused && !paused && deadlines.now() < lease.usableUntil ? lease : null
    },
    start<T, What>(call: Call<T, What>): Promise<T> {
      call.epoch = vault.stamp?.epoch ?? null
      if (__DEV__) {
        const settled = turn(call as Call) as Promise<T>
        return watchOf(deadlines)?.settles(call as Call, settled) ?? settled
      }
      return turn(call as Call) as Promise<T>
    },
    /** A call that went the shortest way has been refused. */
    resume<T, What>(call: Call<T, What>, lease: Credentials, outcome: T): Promise<T> {
      return carryOut(call as Call, lease, outcome) as Promise<T>
    },
    /** The session is in another state: whoever can be settled is. */
    enter(next: Gate): void {
      const { status, delay } = gate
      gate = next
      if (next.status !== status || next.delay !== delay || vault.current !== reviewed) settle()
      if (next.status !== status) demand()
    },
    /** The store is being looked at: nothing leaves until then. */
    pause(value: boolean): void {
      paused = value
      settle()
      demand()
    },
    /** The session that was restored. */
    restore(epoch: string): void {
      restored = epoch
    },
    dispose(): void {
      disposed = true
      settle()
    },
  }
}

/** Without its body a refusal is not known to be final. */
const unread = () => false

const namesOf = ({ kind, what }: Call) => kind.names?.(what) ?? { resource: '' }
