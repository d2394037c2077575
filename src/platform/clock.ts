/** Where time comes from. Give another one to run a session on simulated time or on a platform with its own timers. */
export interface Clock {
  /** Wall-clock time in ms since the epoch. */
  now(): number
  /** Time in ms that no change of the wall clock moves; from any origin. */
  monotonic(): number
  /** Calls `run` once after `ms`, which is at most 2 147 483 647. */
  setTimeout(run: () => void, ms: number): unknown
  clearTimeout(timer: unknown): void
}

/** A server may ask for patience up to this long; ms. */
export const MAX_RETRY_AFTER = 300_000

/** The platform's own time. */
export function systemClock(): Clock {
  return {
    now: () => Date.now(),
    monotonic: () => performance.now(),
    setTimeout: (run, ms) => setTimeout(run, ms),
    clearTimeout: (timer) => clearTimeout(timer as Parameters<typeof clearTimeout>[0]),
  }
}

/** A `Date` or `Retry-After` header's moment in ms since the epoch; `null` where it is none. */
export function parseHttpDate(text: string | null): number | null {
  const moment = Date.parse(text ?? '')
  return Number.isNaN(moment) ? null : moment
}

/** `Retry-After` (RFC 9110, section 10.2.3) in ms from the `Date` of the answer, or else from `now`; `null` where there is none. */
export function parseRetryAfter(headers: Pick<Headers, 'get'>, now: number): number | null {
  const text = headers.get('retry-after')
  const from = parseHttpDate(headers.get('date')) ?? now
  const wait = /^\s*\d+\s*$/.test(text ?? '') ? Number(text) * 1_000 : (parseHttpDate(text) ?? Number.NaN) - from
  return Number.isNaN(wait) ? null : Math.min(Math.max(wait, 0), MAX_RETRY_AFTER)
}
