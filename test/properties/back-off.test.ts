import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { backoffDelay, planToken } from '../../machines'
import { Credentials } from '../../src/credentials'
import { type Failure, planRetry } from '../../src/renewal/retry'
import { record } from '../platform/session-record'
import { draws } from './draws'

const NOW = 1_767_225_600_000
const WHILE_WAITING = 10_000

const causes = fc.constantFrom(...(['not_rotated', 'maybe_rotated', 'misconfigured', 'offline'] as const))
const failures: fc.Arbitrary<Failure> = fc.record({
  cause: causes,
  status: fc.option(fc.integer({ min: 200, max: 599 })),
  hint: fc.constant(null),
  retryAfter: fc.option(fc.nat(300_000)),
})
const attempts = fc.integer({ min: 1, max: 10_000 })
const backoffs = fc.record({
  initial: fc.integer({ min: 1, max: 60_000 }),
  max: fc.integer({ min: 1, max: 3_600_000 }),
})
const draw = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
const tokens = fc.record({
  expiresAt: fc.option(fc.integer({ min: NOW - 1e6, max: NOW + 1e7 })),
  refused: fc.boolean(),
})
const callers = fc.constantFrom(0, 1, 10_000)

const settings = { ahead: 60_000, jitter: 0.2, minInterval: 30_000, requestTimeout: 10_000, whileHidden: true }

function credentials({ expiresAt, refused }: { expiresAt: number | null; refused: boolean }): Credentials {
  const sentAt = NOW - 300_000
  const facts = planToken({ sentAt, expiresAt, renewable: true }, settings, 0)
  return Object.assign(new Credentials(record('1.a', 1), facts, ['Authorization', 'x'], null), { refused })
}

interface Retry {
  failure: Failure
  attempt: number
  backoff: { initial: number; max: number }
  random: number
  token: { expiresAt: number | null; refused: boolean }
  waiting: number
}
const retries: fc.Arbitrary<Retry> = fc.record({
  failure: failures,
  attempt: attempts,
  backoff: backoffs,
  random: draw,
  token: tokens,
  waiting: callers,
})

const plan = ({ failure, attempt, backoff, random, token, waiting }: Retry) =>
  planRetry(failure, NOW, attempt, credentials(token), {
    settings: { ...settings, backoff },
    random: () => random,
    waiting: () => waiting,
  })

/** Whether the token in hand is used up before its refresh token is risked a second time. */
const isUsedUpFirst = ({ failure, token }: Retry) => {
  const { usableUntil } = credentials(token)
  return failure.cause === 'maybe_rotated' && !token.refused && usableUntil !== Infinity && NOW < usableUntil
}

describe('the next try', () => {
  test('is neither in the past nor before the server wants it, and tells what failed', () => {
    fc.assert(
      fc.property(retries, (retry) => {
        const { retryAt, notBefore, ...told } = plan(retry)
        const { retryAfter, ...failure } = retry.failure
        expect(told).toEqual(failure)
        expect(notBefore).toBe(retryAfter === null ? null : NOW + retryAfter)
        expect(retryAt).toBeGreaterThanOrEqual(notBefore ?? NOW)
      }),
      draws(2_000),
    )
  })

  test('is within the longest pause, ten seconds where somebody waits, the server’s wish or the token’s end', () => {
    fc.assert(
      fc.property(retries, (retry) => {
        const { retryAt, notBefore } = plan(retry)
        const limit = Math.min(retry.backoff.max, retry.waiting > 0 ? WHILE_WAITING : Infinity)
        const end = isUsedUpFirst(retry) ? credentials(retry.token).usableUntil : 0
        expect(retryAt).toBeLessThanOrEqual(Math.max(NOW + limit, notBefore ?? 0, end))
      }),
      draws(2_000),
    )
  })

  test('may come at any moment of its step: full jitter; and where nothing but time helps, in its second half', () => {
    fc.assert(
      fc.property(retries, (given) => {
        const retry = { ...given, failure: { ...given.failure, retryAfter: null } }
        const { failure, attempt, backoff, random, waiting } = retry
        if (failure.cause === 'maybe_rotated') return
        const limit = waiting > 0 ? Math.min(backoff.max, WHILE_WAITING) : backoff.max
        const step = Math.min(limit, backoff.initial * 2 ** (attempt - 1))
        const isSteady = failure.cause === 'misconfigured' || failure.cause === 'offline'
        const pause = isSteady ? limit / 2 + (limit / 2) * random : step * random
        // What the clock can tell apart: moments are some 10^12 ms.
        expect(Math.abs(plan(retry).retryAt - NOW - pause)).toBeLessThan(0.01)
      }),
      draws(2_000),
    )
  })

  test('uses up a good token before a second use of what may be spent, and is made at once where there is none', () => {
    fc.assert(
      fc.property(retries, (given) => {
        const retry: Retry = { ...given, failure: { ...given.failure, cause: 'maybe_rotated', retryAfter: null } }
        const { retryAt } = plan(retry)
        if (isUsedUpFirst(retry)) expect(retryAt).toBeGreaterThanOrEqual(credentials(retry.token).usableUntil)
        else if (retry.failure.status === null && retry.attempt === 1) expect(retryAt).toBe(NOW)
      }),
      draws(2_000),
    )
  })
})

test('a back-off doubles with each try until its bound, for any draw', () => {
  fc.assert(
    fc.property(fc.nat(200), backoffs, draw, (attempt, { initial, max }, random) => {
      const [pause, next] = [attempt, attempt + 1].map((tries) => backoffDelay(tries, initial, max, random)) as [
        number,
        number,
      ]
      const full = initial * 2 ** (attempt + 1)
      expect(next).toBeGreaterThanOrEqual(pause)
      if (attempt < 30 && full <= max) expect(next).toBe(pause * 2)
      if (full > max) expect(next).toBe(random * Math.min(max, initial * 2 ** Math.min(attempt + 1, 30)))
    }),
    draws(2_000),
  )
})
