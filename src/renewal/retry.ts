import { backoffDelay, type RenewalDelay } from '../../machines'
import type { Credentials } from '../credentials'
import type { SessionPorts } from '../ports'

/** While somebody waits, the next try is at most this far; ms. */
const MAX_WHILE_WAITING = 10_000

/** What kept a try from succeeding. */
export interface Failure extends Pick<RenewalDelay, 'cause' | 'status' | 'hint'> {
  /** ms from now, as the server asked. */
  readonly retryAfter: number | null
}

/** When to try again after a failure at `at` (ms). `attempt`: tries made so far, this one included. */
export function planRetry(
  { cause, status, hint, retryAfter }: Failure,
  at: number,
  attempt: number,
  spent: Credentials,
  { settings, random, waiting }: Pick<SessionPorts, 'settings' | 'random' | 'waiting'>,
): RenewalDelay {
  const notBefore = retryAfter === null ? null : at + retryAfter
  const { initial, max } = settings.backoff
  const limit = waiting() > 0 ? Math.min(max, MAX_WHILE_WAITING) : max
  const steady = cause === 'misconfigured' || cause === 'offline'
  let retryAt = at + (steady ? limit * (0.5 + random() / 2) : backoffDelay(attempt - 1, initial, limit, random()))
  if (cause === 'maybe_rotated') {
    const end = spent.facts.usableUntil
    // A second use of a spent token lets a strict server kill the access token too: use that up first, then try at once.
    if (!spent.refused && end !== null && at < end) retryAt = Math.max(retryAt, end)
    else if (status === null && attempt === 1) retryAt = at
  }
  return { cause, status, hint, retryAt: Math.max(retryAt, notBefore ?? 0), notBefore }
}
