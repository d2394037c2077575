import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createSkew } from '../../src/grants/skew'
import { draws } from './draws'

const DAY = 86_400_000
const NOW = 1_767_225_600_000

/** One answer: how long after the last, how long it took, and when within that the server looked at its clock. */
const answers = fc.record({
  after: fc.nat(DAY),
  took: fc.nat(120_000),
  part: fc.double({ min: 0, max: 1, noNaN: true }),
})
const offsets = fc.integer({ min: -300 * DAY, max: 300 * DAY })
type Answer = { after: number; took: number; part: number }

/** A server whose clock is ahead by `offset`; it answers honestly, in whole seconds. */
function sampling(skew: ReturnType<typeof createSkew>, start = NOW) {
  let now = start
  return (offset: number, { after, took, part }: Answer) => {
    const sentAt = now + after
    const receivedAt = sentAt + took
    now = receivedAt
    const serverTime = Math.floor((sentAt + Math.round(took * part) + offset) / 1_000) * 1_000
    skew.sample(serverTime, sentAt, receivedAt)
    return { least: serverTime - receivedAt, most: serverTime + 1_000 - sentAt }
  }
}

describe('the measured offset of the server’s clock', () => {
  test('and the true one are in what every honest sample leaves open', () => {
    fc.assert(
      fc.property(offsets, fc.array(answers, { minLength: 1, maxLength: 20 }), (offset, list) => {
        const skew = createSkew()
        const sample = sampling(skew)
        let [low, high] = [-Infinity, Infinity]
        for (const answer of list) {
          const { least, most } = sample(offset, answer)
          low = Math.max(low, least)
          high = Math.min(high, most)
          expect(low <= offset && offset <= high).toBe(true)
          expect(skew.estimate >= low && skew.estimate <= high).toBe(true)
        }
      }),
      draws(2_000),
    )
  })

  test('stays as it is where a sample leaves it open, and else errs on the side of an early renewal', () => {
    fc.assert(
      fc.property(offsets, fc.array(answers, { minLength: 1, maxLength: 20 }), (offset, list) => {
        const skew = createSkew()
        const sample = sampling(skew)
        let high = Infinity
        for (const answer of list) {
          const before = skew.estimate
          const { least, most } = sample(offset, answer)
          high = Math.min(high, most)
          if (before >= least && before <= most) expect(skew.estimate).toBe(before)
          else expect(skew.estimate).toBe(high)
        }
      }),
      draws(2_000),
    )
  })

  test('begins anew with a sample that contradicts those before', () => {
    fc.assert(
      fc.property(offsets, offsets, fc.array(answers, { minLength: 1 }), answers, (was, is, list, last) => {
        const skew = createSkew()
        const sample = sampling(skew)
        for (const answer of list) sample(was, answer)
        const { least, most } = sample(is, last)
        expect(skew.estimate >= least && skew.estimate <= most).toBe(true)
        const again = sample(is, { after: 0, took: 0, part: 0 })
        expect(skew.estimate >= again.least && skew.estimate <= again.most).toBe(true)
      }),
      draws(2_000),
    )
  })

  test('is never moved by what is no clock, and is a number whatever is sampled', () => {
    const any = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(Number.NaN, Infinity, -Infinity))
    fc.assert(
      fc.property(fc.array(fc.tuple(any, any, any)), fc.integer({ min: 367 * DAY, max: NOW }), (samples, far) => {
        const skew = createSkew()
        for (const [serverTime, sentAt, receivedAt] of samples) {
          const before = skew.estimate
          skew.sample(serverTime, sentAt, receivedAt)
          if (!(Math.abs(serverTime - receivedAt) < 366 * DAY)) expect(skew.estimate).toBe(before)
        }
        const before = skew.estimate
        skew.sample(NOW + far, NOW, NOW)
        skew.sample(NOW - far, NOW, NOW)
        expect(skew.estimate).toBe(before)
      }),
      draws(2_000),
    )
  })
})
