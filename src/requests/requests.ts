import type { RenewalDelay, SessionEvent, SessionStatus } from '../../machines'
import type { Credentials } from '../credentials'
import { AuthSessionError, type AuthSessionErrorCode } from '../errors'
import type { Deadlines } from '../platform/deadlines'
import type { TokenVault } from '../token-vault'
import type { Call } from './call'
import type { Evidence } from './evidence'
import { createWaitingRoom } from './waiting-room'

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
  readonly evidence: Evidence
  readonly queue: { readonly limit: number; readonly maxWait: number; readonly holdFor: number }
  readonly tell: (event: SessionEvent) => void
}

/** Send it with that token, or without one; let it wait, or hold it; or reject it with that code. */
type Verdict = Credentials | 'bare' | 'wait' | 'hold' | AuthSessionErrorCode

/** Lease, wait, replay: whether a call may leave is decided by the token, and every call settles. */
export type Requests = ReturnType<typeof createRequests>

export function createRequests({ vault, deadlines, evidence, queue, tell }: RequestsPorts) {
  let gate: Gate = { status: 'restoring', delay: null, subject: null }
  let disposed = false
  let paused = false
  let resting = false
  let restored: string | null = null

  const lastDelay = () => {
    const { cause, status, hint } = gate.delay ?? {}
    return cause && new Error(['The last renewal did not succeed', cause, status, hint].filter(Boolean).join(', '))
  }
  const onCount = () =>
    tell({ type: 'requests.counted', at: deadlines.now(), waiting: waiting.calls.size, held: held.calls.size })
  const room = { deadlines, limit: queue.limit, onCount, lateCause: lastDelay }
  const waiting = createWaitingRoom({ ...room, maxWait: queue.maxWait, late: 'queue_timeout' })
  const held = createWaitingRoom({ ...room, maxWait: queue.holdFor, late: 'session_expired' })

  /** A longer life is wanted, and a renewal could bring it. */
  const wantsMore = (call: Call, lease: Credentials, now: number): boolean => {
    const { facts, lifetime, renewable, sentAt, stamp } = lease
    if (facts.expiresAt === null || lifetime === null || !renewable || gate.delay) return false
    if (call.tooShort && call.tooShort !== stamp.generation) return false
    const wanted = call.replayable ? call.minValidFor : Math.min(lifetime / 4, 60_000)
    if (facts.expiresAt - now >= wanted || (wanted >= lifetime && now - sentAt < lifetime / 2)) return false
    call.tooShort = stamp.generation
    return true
  }

  const verdictWithoutToken = (call: Call): Verdict => {
    const { status } = gate
    const bound = call.required || call.sent
    if (status === 'anonymous') return call.heldFor !== null ? 'session_expired' : bound ? 'anonymous' : 'bare'
    if (status === 'loggedOut') return bound || call.epoch !== null || call.heldFor !== null ? 'logged_out' : 'bare'
    if (status === 'expired') return call.hold ? 'hold' : 'session_expired'
    return 'wait'
  }

  const verdictOn = (call: Call, now: number): Verdict => {
    const lease = vault.current
    if (disposed) return 'disposed'
    if (lease === null) return verdictWithoutToken(call)
    const { epoch, generation } = lease.stamp
    if (call.heldFor !== null) {
      if (call.heldFor !== vault.pseudonym(lease.record.subject)) return 'session_changed'
      call.heldFor = null
      call.epoch = epoch
      call.refused = 0
      call.tooShort = 0
      call.renewed = false
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

  const park = (call: Call) => {
    if (waiting.enter(call)) demand()
  }

  /** The chart hears that somebody waits though nothing is being renewed. */
  const demand = () => {
    const lease = vault.current
    if (lease === null || waiting.calls.size === 0 || gate.status !== 'authenticated' || paused) return
    const at = deadlines.now()
    if (at >= lease.usableUntil) tell({ type: 'lifecycle.woke', at })
    else if (!lease.refused) tell({ type: 'token.demanded', at, stamp: lease.stamp })
  }

  const send = (call: Call, lease: Credentials | null) => {
    if (call.signal?.aborted) return call.reject(call.signal.reason)
    if (call.sent && !call.replayable) return call.reject(new AuthSessionError('not_replayable'))
    call.sent = true
    try {
      const answer = call.run(lease)
      if (lease === null) return call.resolve(answer)
      answer.then(
        (result) => judge(call, lease, result, false),
        (reason) => judge(call, lease, reason, true),
      )
    } catch (error) {
      call.reject(error)
    }
  }

  const carryOut = (call: Call, verdict: Verdict) => {
    if (verdict === 'wait') park(call)
    else if (verdict === 'hold') {
      call.heldFor ??= gate.subject ?? ''
      held.enter(call)
    } else if (verdict === 'bare') send(call, null)
    else if (typeof verdict === 'object') send(call, verdict)
    else
      call.reject(
        new AuthSessionError(verdict, undefined, { cause: verdict === 'unreachable' ? lastDelay() : undefined }),
      )
  }
  const dispatch = (call: Call) => carryOut(call, verdictOn(call, deadlines.now()))

  const giveUp = (call: Call, outcome: unknown, failed: boolean) =>
    failed ? call.reject(outcome) : call.resolve(outcome)

  const judge = (call: Call, lease: Credentials, outcome: unknown, failed: boolean) => {
    const decide = (unauthorized: boolean) => {
      if (unauthorized) return refuse(call, lease, outcome, failed)
      if (!failed) {
        if (call.accepts(outcome)) {
          lease.accepted = true
          if (call.renewed) evidence.clear(call.resource)
        }
        call.onAnswer(outcome, lease)
      }
      giveUp(call, outcome, failed)
    }
    try {
      const unauthorized = call.isUnauthorized(outcome)
      if (typeof unauthorized === 'object') unauthorized.then(decide).then(undefined, call.reject)
      else decide(unauthorized)
    } catch (error) {
      call.reject(error)
    }
  }

  const refuse = (call: Call, lease: Credentials, outcome: unknown, failed: boolean) => {
    const at = deadlines.now()
    const { stamp } = lease
    call.epoch = stamp.epoch
    if (vault.current !== lease) return dispatch(call)
    if (call.renewed) {
      evidence.note(call.resource, at)
      return giveUp(call, outcome, failed)
    }
    const { label } = call
    const fact = { type: 'request.unauthorized', at, stamp, ...(label !== undefined && { label }) } as const
    if (!lease.renewable) {
      // Nothing can renew it: only a refusal that the backend calls final ends the session.
      call.isFinal(outcome).then((final) => {
        if (!final) return giveUp(call, outcome, failed)
        if (vault.current === lease) tell({ ...fact, news: false, final })
        if (vault.current === lease) giveUp(call, outcome, failed)
        else dispatch(call)
      }, call.reject)
      return
    }
    if (!lease.refused) {
      const news = evidence.isNews(call.resource, lease, at)
      lease.refused = news
      tell({ ...fact, news, final: false })
      if (!news) return giveUp(call, outcome, failed)
    }
    call.refused = stamp.generation
    call.renewed = true
    dispatch(call)
  }

  /** Looks at everyone who waits, in order. */
  const settle = () => {
    const now = deadlines.now()
    for (const room of [held, waiting]) {
      for (const call of room.calls) {
        const verdict = verdictOn(call, now)
        if (verdict !== (room === held ? 'hold' : 'wait') && room.leave(call)) carryOut(call, verdict)
      }
    }
  }

  return {
    waiting: waiting.calls as ReadonlySet<unknown>,

    /** The token that may leave right now, without any further thought; `null` where it takes one. */
    lease(): Credentials | null {
      const lease = vault.current
      if (lease === null || lease.refused || resting || paused || disposed) return null
      return deadlines.now() < lease.usableUntil ? lease : null
    },
    start<T>(call: Call<T>): Promise<T> {
      const promise = call.promise()
      dispatch(call as Call)
      return promise
    },
    /** A call that went the shortest way has been refused. */
    resume<T>(call: Call<T>, lease: Credentials, outcome: T): Promise<T> {
      const promise = call.promise()
      call.sent = true
      judge(call as Call, lease, outcome, false)
      return promise
    },
    /** The session is in another state: whoever can be settled is. */
    enter(next: Gate): void {
      const entered = next.status !== gate.status
      gate = next
      settle()
      if (entered) demand()
    },
    /** The store is being looked at: nothing leaves until then. */
    pause(value: boolean): void {
      paused = value
      settle()
      demand()
    },
    /** Nobody uses the session: the next call has to wake it first. */
    rest(value: boolean): void {
      resting = value
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
