import {
  type CommitOutput,
  type RenewalDelay,
  type RequestOutput,
  type SessionEvent,
  type Stamp,
  succeeds,
} from '../../machines'
import type { Credentials } from '../credentials'
import { withoutAddress } from '../errors'
import { classify } from '../grants/answer-class'
import type { TimedAnswer } from '../grants/exchange'
import type { DeadlineHandle } from '../platform/deadlines'
import type { StoredSession } from '../platform/record'
import type { SessionPorts } from '../ports'
import { planRetry, type RetryPlan } from './retry'

/** A race for the same generation is over after this many tries, or never. */
const TRIES = 5

/** Who wants to know how a rotation came out. */
type Listener = (fact: RequestOutput | null) => void

/**
 * One rotation on the wire. It belongs to no state: nothing aborts it before its hard bound, and what it brings is
 * committed if its stamp still fits, or revoked. So a logout in mid-rotation leaves nothing alive.
 */
export class Rotation {
  /** Told the class of the answer in time; without it a grant commits itself. */
  listener: Listener | null = null
  /** Told how a late answer came out, unless it was a grant that has replaced the tokens. */
  watcher: Listener | null = null
  settled = false
  readonly #ports: SessionPorts
  readonly #spent: Credentials
  readonly #attempt: number
  readonly #abort = new AbortController()
  readonly #bound: DeadlineHandle
  readonly #onSettled: () => void
  #next: Credentials | null = null

  constructor(ports: SessionPorts, spent: Credentials, attempt: number, onSettled: () => void) {
    const { deadlines, settings } = ports
    this.#ports = ports
    this.#spent = spent
    this.#attempt = attempt
    this.#onSettled = onSettled
    this.#bound = deadlines.set(deadlines.now() + 3 * settings.requestTimeout, () => this.#lose())
    this.#send()
  }

  get stamp(): Stamp {
    return this.#spent.stamp
  }

  /**
   * Writes the successor under the stamp of what was spent, and tells in the very tick in which the vault takes it.
   * Called by the chart, or by the rotation itself when it is late.
   */
  async commit(tell: (result: CommitOutput) => void): Promise<void> {
    const { vault, store, mint, deadlines } = this.#ports
    const granted = this.#next as Credentials
    let expected = this.stamp
    let next = granted
    let fits = false
    let written = false
    for (let tries = 0; tries < TRIES; tries++) {
      const result = await store.commit(expected, next)
      written = result === 'done'
      fits = result !== 'conflict' && succeeds(next.stamp, vault.stamp)
      if (fits) break
      const { record = null } = (await store.read().catch(() => null)) ?? {}
      const present = vault.current
      if (!present || !this.#isLeftBehindBy(present.record)) break
      if (!written && !(record && this.#isLeftBehindBy(record))) break
      expected = record ? { epoch: record.epoch, generation: record.generation } : present.stamp
      const generation = Math.max(present.stamp.generation, expected.generation) + 1
      next = mint.fromRecord({ ...granted.record, generation })
      next.byRenewal = true
    }
    if (fits) vault.take(next)
    else this.#discard(next, written)
    this.#finish()
    const at = deadlines.now()
    tell(fits ? { committed: true, at, stamp: next.stamp, token: next.facts } : { committed: false, at })
  }

  /** Whether it is that token's refresh token that is being spent. */
  spends({ stamp, record }: Credentials): boolean {
    return stamp.epoch === this.stamp.epoch && record.refreshToken === this.#spent.record.refreshToken
  }

  async #send(): Promise<void> {
    const { backend, exchange, mint, deadlines, log } = this.#ports
    const { stamp } = this.#spent
    let timed: TimedAnswer | undefined
    try {
      const call = async (request: Parameters<typeof exchange>[0]) => {
        timed = await exchange(request, this.#abort.signal)
        return timed
      }
      const sentAt = deadlines.now()
      // Whoever began this listens from the next tick on.
      await null
      const answer = await backend.renew(this.#spent.record, call)
      if (this.settled) return
      const origin = { sentAt: timed?.sentAt ?? sentAt, receivedAt: timed?.receivedAt ?? deadlines.now() }
      const succeeded = answer.status >= 200 && answer.status < 300
      try {
        if (succeeded) {
          const next = { epoch: stamp.epoch, generation: stamp.generation + 1 }
          this.#next = mint.fromGrant(backend.grant(answer), {
            ...origin,
            stamp: next,
            previous: this.#spent,
            by: 'renewal',
          })
          this.#next.byRenewal = true
        }
      } catch (error) {
        log(error)
      }
      const read = classify(answer, backend, this.#next !== null, deadlines.now())
      if (read.kind === 'failed') this.#fail(read)
      else if (read.kind === 'refused') this.#settle({ answer: 'refused', at: deadlines.now() })
      else this.#grant()
    } catch (error) {
      log(withoutAddress(error))
      if (!this.settled) this.#fail({ cause: 'maybe_rotated', status: null, hint: null, retryAfter: null })
    }
  }

  #grant(): void {
    if (this.listener) return this.#tell({ answer: 'granted', at: this.#ports.deadlines.now() })
    this.commit((result) => this.tellLate(result))
  }

  /** A commit that no state waits for any more: the session hears of it as tokens replaced. */
  tellLate(result: CommitOutput): void {
    const { tell, announce } = this.#ports
    if (!result.committed) return this.#tell(null)
    tell({ type: 'tokens.replaced', at: result.at, stamp: result.stamp, token: result.token, source: 'overdue' })
    announce()
  }

  #fail(failure: Pick<RetryPlan, 'cause' | 'status' | 'retryAfter'> & Pick<RenewalDelay, 'hint'>): void {
    const { deadlines } = this.#ports
    const at = deadlines.now()
    const { retryAt, notBefore } = planRetry(
      { ...failure, at, attempt: this.#attempt, spent: this.#spent },
      this.#ports,
    )
    const { cause, status, hint } = failure
    this.#settle(
      { answer: 'failed', at, mayHaveRotated: cause === 'maybe_rotated', retryAt, notBefore },
      { type: 'renewal.delayed', at, stamp: this.stamp, cause, status, hint, retryAt, notBefore },
    )
  }

  /** The hard bound: the answer, if there ever is one, can no longer be had. */
  #lose(): void {
    if (this.settled || this.#next) return
    this.#fail({ cause: 'maybe_rotated', status: null, hint: null, retryAfter: null })
    this.#abort.abort()
  }

  #settle(fact: RequestOutput, delayed?: SessionEvent): void {
    const { store, vault, tell } = this.#ports
    const maybe = fact.answer === 'failed' && fact.mayHaveRotated
    if (!maybe) store.intend(this.stamp, null)
    this.#finish()
    if (delayed && vault.holds(this.stamp) && (this.listener ?? this.watcher)) tell(delayed)
    this.#tell(fact)
  }

  #tell(fact: RequestOutput | null): void {
    const heard = this.listener ?? this.watcher
    this.listener = null
    this.watcher = null
    heard?.(fact)
  }

  #finish(): void {
    this.settled = true
    this.#ports.deadlines.cancel(this.#bound)
    this.#onSettled()
  }

  /** The access token alone has been replaced meanwhile: what is left to renew it is the refresh token spent here. */
  #isLeftBehindBy({ epoch, refreshToken }: StoredSession): boolean {
    return epoch === this.stamp.epoch && refreshToken === this.#spent.record.refreshToken
  }

  /** What came too late, or lost against a sibling, must not live on at the server, nor in the store. */
  async #discard(next: Credentials, written: boolean): Promise<void> {
    const { vault, store, revoke } = this.#ports
    const { epoch, refreshToken } = next.record
    if (written && vault.isBuried(epoch)) store.end(epoch, 'logged_out')
    const state = written ? null : await store.read().catch(() => null)
    // A server with a grace period gives the same successor twice: what a sibling lives on is not ours to end.
    const kept = [null, vault.current?.record.refreshToken, state?.record?.refreshToken]
    if (!kept.includes(refreshToken)) revoke(next)
  }
}
