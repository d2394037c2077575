import { expect, test } from 'vitest'
import { countInIndexedDb, countInLocalStorage, readSums } from '../increments'
import { inEveryEngine } from './engines'
import { openPages } from './pages'

const TIMES = 200

inEveryEngine((openTab) => {
  test('IndexedDB loses nothing of what two tabs add up; localStorage may, even under a Web Lock', async ({
    annotate,
  }) => {
    const [one, two] = await openPages(openTab)
    for (const count of [countInIndexedDb, countInLocalStorage])
      await Promise.all([one, two].map((tab) => tab.evaluate(count, TIMES)))
    const sums = await one.evaluate(readSums)
    const lost = (sum: number) => `${2 * TIMES - sum} of ${2 * TIMES}`
    await annotate(`lost in IndexedDB ${lost(sums.indexedDb)}, in localStorage ${lost(sums.localStorage)}`)
    expect(sums.indexedDb).toBe(2 * TIMES)
  })
})
