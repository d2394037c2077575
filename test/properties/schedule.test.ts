import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Grant } from 'xstate-auth-session/backends'
import { createFakeBackend } from 'xstate-auth-session/testing'
import { delayUntil, MAX_DELAY, timerReaches } from '../../machines'
import { createMint } from '../../src/grants/mint'
import { createSkew } from '../../src/grants/skew'
import { record } from '../platform/session-record'
import { unsignedToken } from '../session/unsigned-token'
import { draws } from './draws'

const NOW = 1_767_225_600_000

const policies = fc.record({
  ahead: fc.integer({ min: 0, max: 86_400_000 }),
  jitter: fc.double({ min: 0, max: 0.2, noNaN: true }),
  minInterval: fc.integer({ min: 0, max: 3_600_000 }),
})
const anyNumber = fc.oneof(fc.double(), fc.integer(), fc.double({ min: 0, max: 9e12 }))
const seconds = fc.oneof(fc.double({ min: 0, max: 1e12, maxExcluded: true, noNaN: true }), fc.nat(4_000_000))
const epochs = fc.tuple(fc.integer({ min: 1 }), fc.stringMatching(/^[a-z0-9]{1,8}$/)).map((parts) => parts.join('.'))
const skews = fc.integer({ min: -31_000_000_000, max: 31_000_000_000 })
const origins = fc.record({
  generation: fc.integer({ min: 1, max: 100_000 }),
  renewable: fc.boolean(),
  by: fc.constantFrom('login' as const, 'renewal' as const, 'given' as const, 'header' as const),
})

/** A mint as a session has it, whose server's clock is ahead by `ahead` ms. */
function openMint(policy: { ahead: number; jitter: number; minInterval: number }, ahead: number) {
  const skew = createSkew()
  skew.sample(NOW + ahead, NOW, NOW)
  return createMint({ backend: createFakeBackend().backend, policy, skew, fingerprint: () => 'simplejwt@x' })
}

/** What must hold of every token's moments, however it came. */
function expectSense(
  { facts, sentAt, lifetime }: ReturnType<ReturnType<typeof createMint>['fromRecord']>,
  minInterval: number,
) {
  const { expiresAt, usableUntil, renewAt } = facts
  if (expiresAt === null) return expect([usableUntil, renewAt, lifetime]).toEqual([null, null, null])
  expect([expiresAt, usableUntil, renewAt].map(Number.isFinite)).toEqual([true, true, true])
  // Next to zero doubles are so coarse that a share of them rounds to nothing.
  const slack = Math.max(Math.abs(expiresAt), Math.abs(sentAt)) * 1e-12 + Number.MIN_VALUE * 16
  expect(usableUntil).toBeLessThanOrEqual(expiresAt)
  expect(renewAt).toBeLessThanOrEqual(Math.max(expiresAt, sentAt) + slack)
  const life = Math.max(expiresAt - sentAt, 0)
  expect(renewAt).toBeGreaterThanOrEqual(sentAt + Math.min(minInterval, life / 4) - slack)
  expect(usableUntil).toBeGreaterThanOrEqual(expiresAt - Math.min(2_000, life / 20) - slack)
  for (const moment of [usableUntil, renewAt]) {
    const delay = delayUntil(moment, sentAt)
    expect(delay >= 0 && delay <= MAX_DELAY).toBe(true)
  }
}

describe('the moments of a token', () => {
  test('make sense for any exp, any clock, any policy and any draw', () => {
    fc.assert(
      fc.property(policies, skews, anyNumber, epochs, origins, (policy, ahead, exp, epoch, more) => {
        const { generation, renewable, by } = more
        const grant: Grant = { accessToken: unsignedToken({ exp }), refreshToken: renewable ? 'refresh' : null }
        const origin = { stamp: { epoch, generation }, sentAt: NOW, receivedAt: NOW + 50 }
        const readable = Number.isFinite(exp) && exp > 0 && exp < 8.64e12
        const mint = () => openMint(policy, ahead).fromGrant(grant, { ...origin, by })
        if (readable) expectSense(mint(), policy.minInterval)
        else expect(mint).toThrow('malformed')
      }),
      draws(2_000),
    )
  })

  test('make sense for any expires_in, and it counts from the sending whatever the clocks say', () => {
    fc.assert(
      fc.property(policies, skews, seconds, epochs, (policy, ahead, expiresIn, epoch) => {
        const mint = openMint(policy, ahead)
        const grant: Grant = { accessToken: unsignedToken({ exp: 1 }), refreshToken: 'refresh', expiresIn }
        const origin = { stamp: { epoch, generation: 1 }, sentAt: NOW, receivedAt: NOW + 50, by: 'login' } as const
        const token = mint.fromGrant(grant, origin)
        expectSense(token, policy.minInterval)
        expect(token.facts.expiresAt).toBe(
          expiresIn > 0 && NOW + expiresIn * 1_000 > NOW ? NOW + expiresIn * 1_000 : null,
        )
      }),
      draws(2_000),
    )
  })

  test('make sense for any moments that a stored record can hold', () => {
    const moments = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer(), fc.constant(NOW))
    fc.assert(
      fc.property(policies, moments, fc.option(moments), epochs, (policy, sentAt, expiresAt, epoch) => {
        const mint = openMint(policy, 0)
        expectSense(mint.fromRecord(record(epoch, 1, { sentAt, expiresAt })), policy.minInterval)
      }),
      draws(2_000),
    )
  })

  test('are the same in every tab', () => {
    fc.assert(
      fc.property(policies, epochs, fc.integer({ min: 1, max: 1e9 }), (policy, epoch, generation) => {
        const [one, other] = [0, 0].map(() => openMint(policy, 0).fromRecord(record(epoch, generation)).facts)
        expect(one).toEqual(other)
      }),
      draws(500),
    )
  })
})

describe('a delay of a chart', () => {
  const moments = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(Number.NaN, Infinity, -Infinity, 0, NOW))

  test('is never NaN, never negative and never more than setTimeout can bear, whatever the moments', () => {
    fc.assert(
      fc.property(fc.option(moments), moments, (due, armedAt) => {
        const delay = delayUntil(due, armedAt)
        expect(delay >= 0 && delay <= MAX_DELAY).toBe(true)
      }),
      draws(5_000),
    )
  })

  test('that is short of its longest has reached its moment, so that no chart arms it again and again', () => {
    fc.assert(
      fc.property(fc.option(moments), moments, (due, armedAt) => {
        if (delayUntil(due, armedAt) < MAX_DELAY) expect(timerReaches(due, armedAt)).toBe(true)
      }),
      draws(5_000),
    )
  })
})
