import type { RenewalDelay, SessionEvent, SessionStatus } from '../../machines'
import type { Credentials } from '../credentials'
import { AuthSessionError, type AuthSessionErrorCode } from '../errors'
import type { Deadlines } from '../platform/deadlines'
import type { TokenVault } from '../token-vault'
import type { Call } from './call'
import type { Evidence } from './evidence'
import { WaitingRoom } from './waiting-room'

/** What the session's state means for calls. */
export interface Gate {
  readonly status: SessionStatus
  readonly delay: RenewalDelay | null
  /** Whose session expired; salted hash. */
  readonly subject: string | null
}

interface RequestsPorts {
  readonly vault: TokenVault
  readonly deadlines: Deadlines
  readonly evidence: Evidence
  readonly queue: { readonly limit: number; readonly maxWait: number; readonly holdFor: number }
  readonly tell: (event: SessionEvent) => void
}

type Verdict = Credentials | 'bare' | 'wait' | 'hold' | AuthSessionErrorCode

/** Lease, wait, replay: whether a call may leave is decided by the token, and every call settles. */
export class Requests {
  readonly waiting: WaitingRoom
  readonly held: WaitingRoom
  readonly #ports: RequestsPorts
  #gate: Gate = { status: 'restoring', delay: null, subject: null }
  /** The session that was restored: calls made before it was known are its calls. */
  restored: string | null = null
  /** Nobody uses the session: the next call has to wake it first. */
  resting = false
  /** The store is being looked at: nothing leaves until then. */
  #paused = false
  #disposed = false

  constructor(ports: RequestsPorts) {
    this.#ports = ports
    const { deadlines, queue, tell } = ports
    const count = () => {
      const { waiting, held } = this
      if (!this.#disposed)
        tell({ type: 'requests.counted', at: deadlines.now(), waiting: waiting.size, held: held.size })
    }
    const room = { deadlines, limit: queue.limit, onCount: count, lateCause: () => this.#lastDelay() }
    this.waiting = new WaitingRoom({ ...room, maxWait: queue.maxWait, late: 'queue_timeout' })
    this.held = new WaitingRoom({ ...room, maxWait: queue.holdFor, late: 'session_expired' })
  }

  /** The token that may leave right now, without any further thought; `null` where it takes one. */
  lease(): Credentials | null {
    const lease = this.#ports.vault.current
    if (lease === null || lease.refused || this.resting || this.#paused || this.#disposed) return null
    return this.#ports.deadlines.now() < lease.usableUntil ? lease : null
  }

  start<T>(call: Call<T>): Promise<T> {
    const promise = call.promise()
    this.#dispatch(call as Call)
    return promise
  }

  /** A call that was sent on the shortest path has been refused. */
  resume<T>(call: Call<T>, lease: Credentials, outcome: T): Promise<T> {
    const promise = call.promise()
    call.sent = true
    this.#refused(call as Call, lease, outcome, () => call.resolve(outcome))
    return promise
  }

  /** The session is in another state: whoever can be settled is. */
  enter(gate: Gate): void {
    this.#gate = gate
    this.settle()
  }

  pause(): void {
    this.#paused = true
  }
  unpause(): void {
    this.#paused = false
    this.settle()
  }

  /** Looks at everyone who waits, in order. */
  settle(): void {
    for (const room of [this.held, this.waiting]) {
      for (const call of room) {
        const verdict = this.#verdict(call)
        const stays = room === this.waiting ? 'wait' : 'hold'
        if (verdict !== stays && room.leave(call)) this.#carryOut(call, verdict)
      }
    }
  }

  dispose(): void {
    this.#disposed = true
    this.settle()
  }

  #dispatch(call: Call): void {
    this.#carryOut(call, this.#verdict(call))
  }

  #carryOut(call: Call, verdict: Verdict): void {
    if (verdict === 'wait') this.#park(call)
    else if (verdict === 'hold') {
      call.heldFor ??= this.#gate.subject ?? ''
      this.held.enter(call)
    } else if (verdict === 'bare') this.#send(call, null)
    else if (typeof verdict === 'object') this.#send(call, verdict)
    else
      call.reject(
        new AuthSessionError(verdict, undefined, verdict === 'unreachable' ? { cause: this.#lastDelay() } : {}),
      )
  }

  #verdict(call: Call): Verdict {
    const { vault, deadlines, queue } = this.#ports
    const { status, delay } = this.#gate
    const lease = vault.current
    if (this.#disposed) return 'disposed'
    if (lease === null) return this.#verdictWithoutToken(call, status)
    if (call.heldFor !== null) {
      if (call.heldFor !== vault.hash(lease.subject)) return 'session_changed'
      call.heldFor = null
      call.epoch = lease.stamp.epoch
      call.refused = 0
      call.renewed = false
    }
    if (call.epoch === null) {
      if (call.parked && lease.stamp.epoch !== this.restored) return 'session_changed'
      call.epoch = lease.stamp.epoch
    }
    if (call.epoch !== lease.stamp.epoch) return 'session_changed'
    if (this.#paused) return 'wait'
    const now = deadlines.now()
    const inTime = now < lease.usableUntil && call.refused !== lease.stamp.generation
    const overlooked = lease.accepted && delay !== null
    if (inTime && (!lease.refused || overlooked) && !this.#wantsMore(call, lease, now)) return lease
    return delay?.notBefore && delay.notBefore > now + queue.maxWait ? 'unreachable' : 'wait'
  }

  #verdictWithoutToken(call: Call, status: SessionStatus): Verdict {
    const mustHaveToken = call.required || call.sent
    if (status === 'anonymous') return call.heldFor !== null ? 'session_expired' : mustHaveToken ? 'anonymous' : 'bare'
    if (status === 'loggedOut')
      return mustHaveToken || call.epoch !== null || call.heldFor !== null ? 'logged_out' : 'bare'
    if (status === 'expired') return call.hold ? 'hold' : 'session_expired'
    return 'wait'
  }

  /** A longer life is demanded, and a renewal could bring it. */
  #wantsMore(call: Call, lease: Credentials, now: number): boolean {
    const { expiresAt } = lease.facts
    const { lifetime, renewable } = lease
    if (expiresAt === null || lifetime === null || !renewable || this.#gate.delay !== null) return false
    const wanted = call.replayable ? call.minValidFor : Math.min(lifetime / 4, 60_000)
    if (expiresAt - now >= wanted) return false
    return wanted < lifetime || now - lease.sentAt >= lifetime / 2
  }

  #park(call: Call): void {
    const { vault, deadlines, tell } = this.#ports
    if (!this.waiting.enter(call) || this.#gate.status !== 'authenticated' || this.#paused) return
    const lease = vault.current
    const at = deadlines.now()
    if (lease === null) return
    if (at >= lease.usableUntil) tell({ type: 'lifecycle.woke', at })
    else if (!lease.refused) tell({ type: 'token.demanded', at, stamp: lease.stamp })
  }

  #send(call: Call, lease: Credentials | null): void {
    if (call.signal?.aborted) return call.reject(call.signal.reason)
    if (call.sent && !call.replayable) return call.reject(new AuthSessionError('not_replayable'))
    call.sent = true
    let answer: PromiseLike<unknown>
    try {
      answer = call.run(lease)
    } catch (error) {
      return call.reject(error)
    }
    if (lease === null) return call.resolve(answer)
    answer.then(
      (result) =>
        this.#judge(
          call,
          lease,
          result,
          () => this.#accept(call, lease, result),
          () => call.resolve(result),
        ),
      (reason) => {
        const fail = () => call.reject(reason)
        this.#judge(call, lease, reason, fail, fail)
      },
    )
  }

  #judge(call: Call, lease: Credentials, outcome: unknown, accept: () => void, giveUp: () => void): void {
    const refused = (is: boolean) => (is ? this.#refused(call, lease, outcome, giveUp) : accept())
    try {
      const is = call.kind.isUnauthorized(outcome)
      if (typeof is === 'boolean') refused(is)
      else is.then(refused, call.reject)
    } catch (error) {
      call.reject(error)
    }
  }

  #accept(call: Call, lease: Credentials, result: unknown): void {
    if (call.kind.accepts(result)) {
      lease.accepted = true
      if (call.renewed) this.#ports.evidence.clear(call.resource())
    }
    call.kind.onAnswer?.(result, lease)
    call.resolve(result)
  }

  #refused(call: Call, lease: Credentials, outcome: unknown, giveUp: () => void): void {
    const { vault, deadlines, evidence, tell } = this.#ports
    const current = vault.current
    call.epoch = lease.stamp.epoch
    if (current === null || current.stamp.epoch !== lease.stamp.epoch || current !== lease) return this.#dispatch(call)
    const at = deadlines.now()
    if (call.renewed) {
      evidence.note(call.resource(), at)
      return giveUp()
    }
    const { stamp } = lease
    const label = call.label ? { label: call.label() } : {}
    if (!lease.renewable) return this.#lastRefused(call, lease, outcome, giveUp)
    if (!lease.refused) {
      const news = evidence.isNews(call.resource(), lease, at)
      if (news) lease.refused = true
      tell({ type: 'request.unauthorized', at, stamp, news, final: false, ...label })
      if (!news) return giveUp()
    }
    call.refused = stamp.generation
    call.renewed = true
    this.#dispatch(call)
  }

  /** Nothing can renew it: only a refusal that the backend calls final ends the session. */
  #lastRefused(call: Call, lease: Credentials, outcome: unknown, giveUp: () => void): void {
    const { vault, deadlines, tell } = this.#ports
    const final = call.kind.isFinal?.(outcome) ?? Promise.resolve(false)
    final.then(
      (is) => {
        if (!is) return giveUp()
        if (vault.current === lease)
          tell({ type: 'request.unauthorized', at: deadlines.now(), stamp: lease.stamp, news: false, final: true })
        this.#dispatch(call)
      },
      () => giveUp(),
    )
  }

  #lastDelay(): unknown {
    const { delay } = this.#gate
    if (delay === null) return undefined
    const { cause, status, hint } = delay
    return new Error(
      `The last renewal did not succeed: ${cause}${status ? `, status ${status}` : ''}${hint ? `; ${hint}` : ''}`,
    )
  }
}
