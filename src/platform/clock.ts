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

/** The platform's own time. */
export function systemClock(): Clock {
  return {
    now: () => Date.now(),
    monotonic: () => performance.now(),
    setTimeout: (run, ms) => setTimeout(run, ms),
    clearTimeout: (timer) => clearTimeout(timer as Parameters<typeof clearTimeout>[0]),
  }
}

/** Calls `run` before the page is drawn next; what it returns cancels it. */
export function nextFrame(run: () => void): () => void {
  const frame = requestAnimationFrame(run)
  return () => cancelAnimationFrame(frame)
}

/** A moment as a `Date` header has it. */
export function httpDate(moment: number): string {
  return new Date(moment).toUTCString()
}

/** A `Date` or `Retry-After` header's moment in ms since the epoch; `null` where it is none. */
export function parseHttpDate(text: string | null): number | null {
  const moment = Date.parse(text ?? '')
  return Number.isNaN(moment) ? null : moment
}
