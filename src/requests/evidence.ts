import { renewalSpacing } from '../../machines'
import type { Credentials } from '../credentials'

/** How many resources are remembered. */
const LIMIT = 100

/**
 * Whose fault a 401 is, judged by evidence and not by age: the token's (it is news: renew), or that one resource's (the
 * caller's affair). Without it a resource that refuses everybody would renew for ever.
 */
export class Evidence {
  readonly #minInterval: number
  /** Resource → the moment at which it refused a fresh token; ms. */
  readonly #refusals = new Map<string, number>()

  constructor(minInterval: number) {
    this.#minInterval = minInterval
  }

  /** Whether a refusal of that token by that resource says something about the token. */
  isNews(resource: string, lease: Credentials, now: number): boolean {
    const spacing = renewalSpacing(lease.lifetime, this.#minInterval)
    const refusedAt = this.#refusals.get(resource)
    if (refusedAt !== undefined && now - refusedAt < spacing) return false
    if (!lease.byRenewal || lease.accepted || now - lease.sentAt >= spacing) return true
    this.note(resource, now)
    return false
  }

  /** A renewal did not help that resource. */
  note(resource: string, now: number): void {
    this.#refusals.delete(resource)
    this.#refusals.set(resource, now)
    if (this.#refusals.size <= LIMIT) return
    for (const oldest of this.#refusals.keys()) return void this.#refusals.delete(oldest)
  }

  /** That resource takes tokens after all. */
  clear(resource: string): void {
    if (this.#refusals.size > 0) this.#refusals.delete(resource)
  }
}
