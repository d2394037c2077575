import fc from 'fast-check'
import { expect, test } from 'vitest'
import { epochCount, type Stamp, sameStamp, succeeds } from '../../machines'

const stamp: fc.Arbitrary<Stamp> = fc.record({
  epoch: fc.constantFrom('1.a', '1.b', '2.a'),
  generation: fc.integer({ min: 1, max: 3 }),
})

test('two stamps are the same only if both parts are equal', () => {
  fc.assert(
    fc.property(stamp, stamp, (a, b) => {
      expect(sameStamp(a, b)).toBe(a.epoch === b.epoch && a.generation === b.generation)
    }),
  )
  expect(sameStamp(null, null)).toBe(true)
  expect(sameStamp(null, { epoch: '1.a', generation: 1 })).toBe(false)
})

test('of two stamps of one login exactly one is the successor, unless they are the same', () => {
  fc.assert(
    fc.property(stamp, stamp, (a, b) => {
      const decided = succeeds(a, b) || succeeds(b, a)
      expect(decided).toBe(a.epoch === b.epoch && !sameStamp(a, b))
      expect(succeeds(a, b) && succeeds(b, a)).toBe(false)
    }),
  )
  expect(succeeds({ epoch: '1.a', generation: 1 }, null)).toBe(false)
})

test('an epoch counts from its name, and what is no epoch counts as none', () => {
  expect(['3.k2v9', '12.a', '', 'x.1', '-1.a', '0.a'].map(epochCount)).toEqual([3, 12, 0, 0, 0, 0])
})
