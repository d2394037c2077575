import { describe, expect, test } from 'vitest'
import { type Case, LARGE, MUTANTS, SMALL } from './cases'
import { type Exploration, explore } from './explore'
import { SHIPPED } from './world'

/** `npm run test:deep` goes further. */
const isDeep = process.env['DEEP'] !== undefined

function run({ name, bounds }: Case): Exploration {
  const result = explore(bounds)
  const { states, transitions, seconds } = result
  console.info(`${name}: ${states} states, ${transitions} transitions, ${seconds.toFixed(1)} s`)
  return result
}

describe('whatever order two tabs, store, lock, channel and server take', () => {
  test.each(isDeep ? [...SMALL, ...LARGE] : SMALL)(
    '$name: every invariant holds in every state',
    (given) => {
      const { wrong, isComplete, excuses } = run(given)
      expect(wrong, wrong?.drawing).toBeNull()
      expect({ isComplete, excuses }).toEqual({ isComplete: true, excuses: given.excuses })
    },
    900_000,
  )
})

describe('the checker is checked: a protocol without one of its rules is found out', () => {
  test.each(MUTANTS)(
    '%s',
    (_, rule, extra, sentence) => {
      const bounds = { tabs: 2, locks: true, server: 'strict', renewals: 1, ...extra } as const
      const { wrong } = explore(bounds, { ...SHIPPED, [rule]: false })
      expect(wrong?.sentence).toBe(sentence)
      expect(wrong?.drawing).toMatch(/^sequenceDiagram\n {2}participant A as Tab A\n/)
    },
    300_000,
  )
})
