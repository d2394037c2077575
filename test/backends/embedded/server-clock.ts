/** A clock that stands still until it is advanced. */
export interface ServerClock {
  /** In ms. */
  readonly now: () => number
  advance(ms: number): void
}

/** Starts on a whole second, so that lives in tests are exact. */
export function createServerClock(startAt = 1_800_000_000_000): ServerClock {
  let time = startAt
  return {
    now: () => time,
    advance(ms) {
      time += ms
    },
  }
}
