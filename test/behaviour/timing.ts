import type { Moment } from './happenings'

/** All in ms. Far enough apart that whoever has begun to wait at one moment has given up at the next. */
export const LIFE = 600_000
export const AHEAD = 120_000
export const REFRESH_LIFE = 1_200_000
const MAX_WAIT = 95_000
const HOLD_FOR = 600_000

/** What a server asks for that has no time: longer than anybody waits. */
export const PATIENCE = 240_000

/** Longer than any pause between two tries, shorter than a time-out. */
export const BREATH = 9_000

/** Whoever begins to wait makes for another try within it. */
export const DEMAND = 8_000

/** Until siblings and counts have been told. */
export const TOLD = 150

/** Until everything has been given up that can be. */
export const FOR_GOOD = 3 * MAX_WAIT

export const options = {
  renewal: {
    ahead: AHEAD,
    jitter: 0,
    minInterval: LIFE / 5,
    requestTimeout: MAX_WAIT / 3,
    backoff: { initial: 6_000, max: 6_000 },
  },
  restore: { timeout: MAX_WAIT },
  queue: { maxWait: MAX_WAIT, holdFor: HOLD_FOR },
}

/** Draws with which every pause is well within a breath. */
export function createEvenRandom() {
  let draws = 0
  return () => 0.7 + ((++draws * 0.618_034) % 0.2)
}

/** How long it is till then, where the token was made at `madeAt`. */
export function durationTo(moment: Moment, now: number, madeAt: number): number {
  const age = now - madeAt
  switch (moment) {
    case 'renewal due':
      return LIFE - AHEAD - age + 3_000
    case 'token over':
      return LIFE - age + 3_000
    case 'refresh token over':
      return REFRESH_LIFE - age + MAX_WAIT + BREATH
    case 'a while':
      return MAX_WAIT + BREATH
    case 'patience over':
      return PATIENCE + BREATH
    case 'a long while':
      return HOLD_FOR + BREATH
  }
}
