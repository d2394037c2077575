import { renewalSpacing } from '../../machines'
import type { Credentials } from '../credentials'

/** How many resources are remembered. */
const LIMIT = 100

/**
 * Whose fault a 401 is, judged by evidence and not by age: the token's (it is news: renew), or that one resource's (the
 * caller's affair). Without it a resource that refuses everybody would renew for ever.
 */
export function createEvidence(minInterval: number) {
  /** Resource → the moment at which it refused a fresh token; ms. */
  const refusals = new Map<string, number>()

  /** A renewal did not help that resource. */
  const note = (resource: string, now: number): void => {
    refusals.delete(resource)
    refusals.set(resource, now)
    const [oldest = ''] = refusals.keys()
    if (refusals.size > LIMIT) refusals.delete(oldest)
  }

  return {
    note,
    /** Whether a refusal of that token by that resource says something about the token. */
    isNews(resource: string, lease: Credentials, now: number): boolean {
      const spacing = renewalSpacing(lease.lifetime, minInterval)
      if (now - (refusals.get(resource) ?? Number.NEGATIVE_INFINITY) < spacing) return false
      const proven = !lease.byRenewal || lease.accepted || now - lease.sentAt >= spacing
      if (!proven) note(resource, now)
      return proven
    },
    /** That resource takes tokens after all. */
    clear: (resource: string) => refusals.delete(resource),
  }
}
