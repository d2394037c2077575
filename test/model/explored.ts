import { expect } from 'vitest'
import type { Case } from './cases'
import { explore } from './explore'
import { EXTENTS } from './extents'
import { SHIPPED } from './world'

/** `npm run test:deep` goes further. */
export const isDeep = process.env['DEEP'] !== undefined

/** Goes through all of it, or as far as the case says, and prints how much that was. */
export function expectSound({ name, bounds, excuses, limit }: Case): void {
  const { wrong, isComplete, states, transitions, seconds, depth, ...found } = explore(bounds, SHIPPED, limit)
  const extent = isComplete ? 'complete' : `to ${depth} steps`
  console.info(`${name}: ${states} states, ${transitions} transitions, ${extent}, ${seconds.toFixed(1)} s`)
  expect(wrong, wrong?.drawing).toBeNull()
  expect({ excuses: found.excuses }).toEqual({ excuses })
  if (limit === undefined) expect(isComplete).toBe(true)
  if (isComplete && !isDeep) expect(states).toBe(EXTENTS[name])
}
