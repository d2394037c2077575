import { describe, expect, test } from 'vitest'
import { LARGE, MUTANTS, SMALL } from './cases'
import { explore } from './explore'
import { expectSound, isDeep } from './explored'
import { SHIPPED } from './world'

describe('whatever order two tabs, store, lock, channel and server take', () => {
  for (const given of isDeep ? [...SMALL, ...LARGE] : SMALL)
    test(`${given.name}: every invariant holds in every state`, () => expectSound(given), 1_800_000)
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
