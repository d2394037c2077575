import { backoffDelay } from '../../machines'
import type { Credentials } from '../credentials'
import type { SessionPorts } from '../ports'

/** While somebody waits, the next try is at most this far; ms. */
const MAX_WHILE_WAITING = 10_000

export interface RetryPlan {
  readonly cause: 'not_rotated' | 'maybe_rotated' | 'misconfigured' | 'offline'
  readonly status: number | null
  /** ms from `at`, as the server asked. */
  readonly retryAfter: number | null
  readonly at: number
  /** Tries made so far, this one included. */
  readonly attempt: number
  readonly spent: Credentials
}

type RetryPorts = Pick<SessionPorts, 'settings' | 'random' | 'waiting'>

/** When to try again after a failure. Times in ms. */
export function planRetry(
  plan: RetryPlan,
  { settings, random, waiting }: RetryPorts,
): { readonly retryAt: number; readonly notBefore: number | null } {
  const { at, cause, attempt, spent, retryAfter, status } = plan
  const notBefore = retryAfter === null ? null : at + retryAfter
  const { initial, max } = settings.backoff
  const limit = waiting() > 0 ? Math.min(max, MAX_WHILE_WAITING) : max
  const steady = cause === 'misconfigured' || cause === 'offline'
  const delay = steady ? limit * (0.5 + random() / 2) : backoffDelay(attempt - 1, initial, limit, random())
  let retryAt = at + delay
  if (cause === 'maybe_rotated') {
    const good = !spent.refused && at < spent.usableUntil && Number.isFinite(spent.usableUntil)
    // A second use of a spent token lets a strict server kill the access token too: use that up first, then try at once.
    if (good) retryAt = Math.max(retryAt, spent.usableUntil)
    else if (status === null && attempt === 1) retryAt = at
  }
  return { retryAt: Math.max(retryAt, notBefore ?? 0), notBefore }
}
