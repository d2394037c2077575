import fc from 'fast-check'
import type { Mood } from './server'

/** What a browser has for its tabs. */
export interface Browser {
  readonly locks: boolean
  readonly channel: boolean
}

/** One thing that happens, `wait` ms after the one before, to one of the tabs that are open then. */
export interface Step {
  readonly does: keyof typeof WEIGHTS
  readonly wait: number
  readonly tab: number
  /** Who logs in. */
  readonly user: 'ada' | 'grace'
  /** ms */
  readonly minValidFor: number
  /** How the server answers, and how often. */
  readonly mood: Mood
  readonly times: number
  /** How long the device sleeps, in ms. */
  readonly ms: number
}

export interface Life {
  readonly seed: number
  /** Whether a second use of a refresh token ends the login. */
  readonly strict: boolean
  /** seconds */
  readonly accessLifetime: number
  /** How long the store may take to do a thing, and again to tell of it; ms. */
  readonly storeTakes: number
  readonly steps: readonly Step[]
}

const WEIGHTS = {
  open: 6,
  close: 1,
  crash: 1,
  hide: 2,
  show: 2,
  freeze: 2,
  thaw: 2,
  goOffline: 1,
  goOnline: 2,
  sleep: 1,
  refuse: 3,
  fall: 4,
  work: 6,
  'all work': 4,
  accessToken: 2,
  login: 2,
  logout: 1,
}

const doing = Object.entries(WEIGHTS).flatMap(([does, weight]) =>
  Array<Step['does']>(weight).fill(does as Step['does']),
)

const step: fc.Arbitrary<Step> = fc.record({
  does: fc.constantFrom(...doing),
  wait: fc.oneof(fc.nat({ max: 500 }), fc.nat({ max: 20_000 })),
  tab: fc.nat({ max: 9 }),
  user: fc.constantFrom('ada', 'grace'),
  minValidFor: fc.constantFrom(0, 40_000, 200_000),
  mood: fc.constantFrom('slow', 'lost', 'cut', 'busy'),
  times: fc.integer({ min: 1, max: 4 }),
  ms: fc.integer({ min: 1, max: 4_000_000 }),
})

/** Lives of at least and at most so many steps. */
export const lives = (minLength: number, maxLength: number): fc.Arbitrary<Life> =>
  fc.record({
    seed: fc.noShrink(fc.nat()),
    strict: fc.boolean(),
    accessLifetime: fc.integer({ min: 60, max: 300 }),
    storeTakes: fc.constantFrom(0, 20, 400),
    steps: fc.array(step, { minLength, maxLength, size: 'max' }),
  })
