import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { backoffDelay, delayUntil, MAX_DELAY, planToken, renewalSpacing, timerReaches } from '../../machines'

const moment = fc.integer({ min: 0, max: 4_102_444_800_000 })
const ratio = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
const span = fc.integer({ min: 0, max: 400 * 86_400_000 })
const life = fc.record({ sentAt: moment, expiresAt: moment, renewable: fc.boolean() })
const policy = fc.record({ ahead: span, jitter: ratio, minInterval: span })

describe('a plan for a token', () => {
  test('stops sending it before its end, by a twentieth of its life and at most two seconds', () => {
    fc.assert(
      fc.property(life, policy, ratio, (life, policy, random) => {
        const { expiresAt, usableUntil } = planToken(life, policy, random)
        const margin = life.expiresAt - usableUntil!
        expect(expiresAt).toBe(life.expiresAt)
        expect(margin).toBeGreaterThanOrEqual(0)
        expect(margin).toBeLessThanOrEqual(Math.min(2_000, Math.max(life.expiresAt - life.sentAt, 0) * 0.05 + 0.001))
      }),
    )
  })

  test('never renews it before it was sent for, and within its life where it has one', () => {
    fc.assert(
      fc.property(life, policy, ratio, (life, policy, random) => {
        const { renewAt } = planToken(life, policy, random)
        expect(renewAt).toBeGreaterThanOrEqual(life.sentAt)
        expect(renewAt).toBeLessThanOrEqual(Math.max(life.expiresAt, life.sentAt))
      }),
    )
  })

  test('leaves a quarter of the life, or the least interval, between two renewals', () => {
    fc.assert(
      fc.property(life, policy, ratio, (life, policy, random) => {
        const lifetime = Math.max(life.expiresAt - life.sentAt, 0)
        const { renewAt } = planToken(life, policy, random)
        expect(renewAt! - life.sentAt).toBeGreaterThanOrEqual(Math.min(policy.minInterval, lifetime / 4) - 0.001)
      }),
    )
  })

  test('moves the renewal by no more than a fifth of the life, and five minutes', () => {
    fc.assert(
      fc.property(life, policy, ratio, (life, policy, random) => {
        const lifetime = Math.max(life.expiresAt - life.sentAt, 0)
        const without = planToken(life, policy, 0).renewAt!
        const spread = without - planToken(life, policy, random).renewAt!
        expect(spread).toBeGreaterThanOrEqual(0)
        expect(spread).toBeLessThanOrEqual(Math.min(lifetime * 0.2, 300_000) + 0.001)
      }),
    )
  })

  test('holds finite moments only, and none where the end is unknown', () => {
    fc.assert(
      fc.property(life, policy, ratio, (life, policy, random) => {
        const { expiresAt, usableUntil, renewAt } = planToken(life, policy, random)
        expect([expiresAt, usableUntil, renewAt].every(Number.isFinite)).toBe(true)
      }),
    )
    const { renewable, sentAt } = { renewable: true, sentAt: 5 }
    expect(planToken({ sentAt, expiresAt: null, renewable }, { ahead: 1, jitter: 0, minInterval: 1 }, 0.5)).toEqual({
      expiresAt: null,
      usableUntil: null,
      renewAt: null,
      renewable: true,
    })
  })

  test('of five minutes renews a minute before the end', () => {
    const life = { sentAt: 1_000_000, expiresAt: 1_300_000, renewable: true }
    expect(planToken(life, { ahead: 60_000, jitter: 0.2, minInterval: 30_000 }, 0)).toEqual({
      expiresAt: 1_300_000,
      usableUntil: 1_298_000,
      renewAt: 1_240_000,
      renewable: true,
    })
  })
})

describe('a delay', () => {
  test('is one that setTimeout can bear', () => {
    fc.assert(
      fc.property(fc.option(moment), moment, (due, armedAt) => {
        const delay = delayUntil(due, armedAt)
        expect(delay).toBeGreaterThanOrEqual(0)
        expect(delay).toBeLessThanOrEqual(MAX_DELAY)
      }),
    )
  })

  test('reaches its moment or is as long as it can be', () => {
    fc.assert(
      fc.property(fc.option(moment), moment, (due, armedAt) => {
        const rings = armedAt + delayUntil(due, armedAt)
        if (timerReaches(due, armedAt)) expect(rings).toBeGreaterThanOrEqual(due!)
        else expect(rings).toBe(armedAt + MAX_DELAY)
      }),
    )
  })

  test('taken in slices ends at its very moment', () => {
    fc.assert(
      fc.property(moment, moment, (due, armedAt) => {
        let at = armedAt
        while (!timerReaches(due, at)) at += delayUntil(due, at)
        expect(at + delayUntil(due, at)).toBe(Math.max(due, armedAt))
      }),
    )
  })

  test('without a moment to reach never reaches one', () => {
    expect(delayUntil(null, 0)).toBe(MAX_DELAY)
    expect(timerReaches(null, 0)).toBe(false)
  })
})

describe('a back-off', () => {
  test('stays between nothing and the doubled step, and never above its bound', () => {
    fc.assert(
      fc.property(fc.nat(1_000), fc.nat(60_000), fc.nat(600_000), ratio, (attempt, initial, max, random) => {
        const delay = backoffDelay(attempt, initial, max, random)
        expect(delay).toBeGreaterThanOrEqual(0)
        expect(delay).toBeLessThanOrEqual(Math.min(max, initial * 2 ** attempt))
      }),
    )
  })

  test('doubles from its first step', () => {
    expect([0, 1, 2, 3, 9].map((attempt) => backoffDelay(attempt, 500, 60_000, 1))).toEqual([
      500, 1_000, 2_000, 4_000, 60_000,
    ])
  })
})

test('renewals of a token without a known life are spaced by the least interval', () => {
  expect(renewalSpacing(null, 30_000)).toBe(30_000)
})
