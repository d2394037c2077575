import type { Clock } from 'xstate-auth-session'
import type { HandClock } from './hand-clock'

/** A device's own idea of the time: the true one, and by how much its wall clock is off. */
export interface OwnClock extends Clock {
  /** ms; what the wall clock is ahead of the true time from now on. No other clock hears of it. */
  set(ahead: number): void
}

export function createOwnClock(truth: HandClock, ahead: number): OwnClock {
  let off = ahead
  return {
    ...truth,
    now: () => truth.now() + off,
    set(next) {
      off = next
    },
  }
}
