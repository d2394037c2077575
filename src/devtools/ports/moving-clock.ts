import type { Clock } from '../../platform/clock'

/** A clock that can be moved on, wall clock and monotonic clock together, as a sleep does. */
export function createMovingClock(base: Clock) {
  let ahead = 0
  const clock: Clock = {
    now: () => base.now() + ahead,
    monotonic: () => base.monotonic() + ahead,
    setTimeout: (run, ms) => base.setTimeout(run, ms),
    clearTimeout: (timer) => base.clearTimeout(timer),
  }
  return {
    clock,
    /** How far it is ahead of the platform's; ms. */
    ahead: () => ahead,
    /** Moves it on by `ms`; never back, as time does not. */
    jump(ms: number): void {
      ahead += Math.max(ms, 0)
    },
  }
}
