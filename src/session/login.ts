import { epochCount } from '../../machines'
import type { Answer, Grant } from '../backends/backend'
import { AuthSessionError, withoutAddress } from '../errors'
import { hintFor } from '../grants/answer-class'
import type { GrantOrigin } from '../grants/mint'
import type { StoredState } from '../platform/record'
import type { SessionPorts } from '../ports'
import { replaceTokens } from '../replace-tokens'
import { withoutEcho } from './echo'

type Origin = Pick<GrantOrigin, 'sentAt' | 'receivedAt' | 'by'>

/** A login under way; the last one begun wins. */
class Attempt {
  readonly #reject: (error: AuthSessionError) => void
  voided: AuthSessionError | null = null

  constructor(reject: (error: AuthSessionError) => void) {
    this.#reject = reject
  }

  void(error: AuthSessionError): void {
    this.voided = error
    this.#reject(error)
  }
}

/** How a session begins: by credentials, or by tokens that were obtained elsewhere. */
export class Login {
  readonly #ports: SessionPorts
  #attempt: Attempt | null = null
  #epochs = 0

  constructor(ports: SessionPorts) {
    this.#ports = ports
  }

  /** @throws AuthSessionError `login_rejected`, `unreachable`, `malformed_grant`, `session_changed`. */
  withCredentials(method: string, credentials: object): Promise<void> {
    const { backend, exchange, settings } = this.#ports
    return this.#try(async (attempt) => {
      const { answer, ...times } = await exchange(settings.requestTimeout, (call) =>
        backend.login(method, credentials, call),
      ).catch((error) => {
        throw new AuthSessionError('unreachable', undefined, { cause: withoutAddress(error) })
      })
      if (!(answer.status >= 200 && answer.status < 300)) throw this.#rejection(answer, credentials)
      await this.#begin(backend.grant(answer), { ...times, by: 'login' }, method, attempt)
    })
  }

  /** @throws AuthSessionError `malformed_grant`. */
  withGrant(grant: Grant): Promise<void> {
    const { vault, mint, deadlines } = this.#ports
    const at = deadlines.now()
    const origin = { sentAt: at, receivedAt: at, by: 'given' } as const
    return this.#try(async (attempt) => {
      const present = vault.current
      if (present) {
        const stamp = { epoch: present.stamp.epoch, generation: present.stamp.generation + 1 }
        const { subject } = mint.fromGrant(grant, { ...origin, stamp }).record
        if (subject !== null && subject === present.record.subject) {
          const next = mint.fromGrant(grant, { ...origin, stamp, previous: present })
          return replaceTokens(next, 'given', this.#ports)
        }
      }
      await this.#begin(grant, origin, 'tokens', attempt)
    })
  }

  /** A login under way settles with `error`; the grant that it still brings is revoked. */
  void(error: AuthSessionError): void {
    this.#attempt?.void(error)
    this.#attempt = null
  }

  #try(run: (attempt: Attempt) => Promise<void>): Promise<void> {
    this.void(new AuthSessionError('session_changed'))
    return new Promise((resolve, reject) => {
      const attempt = new Attempt(reject)
      this.#attempt = attempt
      run(attempt)
        .then(resolve, reject)
        .finally(() => {
          if (this.#attempt === attempt) this.#attempt = null
        })
    })
  }

  /** Reads the store first, for the new login must outrank whatever is there; what it replaces is revoked. */
  async #begin(grant: Grant | undefined, origin: Origin, method: string, attempt: Attempt): Promise<void> {
    const { vault, mint, store, deadlines, tell, announce, revoke } = this.#ports
    const state = await store.read().catch(() => null)
    const stamp = { epoch: this.#nextEpoch(state), generation: 1 }
    const at = deadlines.now()
    const next = mint.fromGrant(grant, { ...origin, stamp, lastLogin: { method, at } })
    if (attempt.voided) {
      if (origin.by === 'login') revoke(next)
      throw attempt.voided
    }
    const replaced = [vault.current, state?.record ? mint.fromRecord(state.record) : null]
    vault.begin(next)
    const { facts: token } = next
    const { lastLogin, subject } = next.record
    tell({ type: 'session.loggedIn', at, stamp, token, subject: vault.pseudonym(subject), lastLogin })
    const revoked = new Set([null, next.record.refreshToken])
    for (const old of replaced) {
      if (old === null || revoked.has(old.record.refreshToken)) continue
      revoked.add(old.record.refreshToken)
      revoke(old)
    }
    if ((await store.commit(null, next)) === 'done') announce()
  }

  #nextEpoch(state: StoredState | null): string {
    const { vault, random, deadlines } = this.#ports
    // What can't be read may hold any tombstone: the clock outranks them all.
    const unread = state === null ? String(deadlines.now()) : null
    const seen = [vault.stamp?.epoch, state?.record?.epoch, state?.tombstone?.epochs[0], unread]
    this.#epochs = Math.max(this.#epochs, ...seen.map((epoch) => epochCount(epoch ?? ''))) + 1
    return `${this.#epochs}.${random().toString(36).slice(2, 10)}`
  }

  #rejection(answer: Answer, credentials: object): AuthSessionError {
    const { status, body } = answer
    const facts = { status, details: withoutEcho(body, credentials) }
    if (status === 408 || status === 429 || status >= 500) return new AuthSessionError('unreachable', undefined, facts)
    if (status >= 400) return new AuthSessionError('login_rejected', undefined, facts)
    return new AuthSessionError('unreachable', hintFor(answer, this.#ports.backend), facts)
  }
}
