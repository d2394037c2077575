import { expect, test } from 'vitest'
import { strict } from './backstage'
import { countInIndexedDb, countInLocalStorage, readSums } from './increments'
import { openScene } from './scene'
import type { Tab } from './tab'

const TIMES = 200

test('IndexedDB loses nothing of what two tabs add up; localStorage may, even under a Web Lock', async ({
  annotate,
}) => {
  const { tabs } = await openScene({ server: strict, tabs: 2 })
  const [{ page: one }, { page: two }] = tabs as [Tab, Tab]
  for (const count of [countInIndexedDb, countInLocalStorage])
    await Promise.all([one, two].map((page) => page.evaluate(count, TIMES)))
  const sums = await one.evaluate(readSums)
  const lost = (sum: number) => `${2 * TIMES - sum} of ${2 * TIMES}`
  await annotate(`lost in IndexedDB ${lost(sums.indexedDb)}, in localStorage ${lost(sums.localStorage)}`)
  expect(sums.indexedDb).toBe(2 * TIMES)
})
