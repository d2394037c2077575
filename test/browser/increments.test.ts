import { expect, test } from 'vitest'
import { strict } from './backstage'
import { openScene } from './scene'
import type { Tab } from './tab'

const TIMES = 200

/** Adds one to what the store holds, so many times, each time under a Web Lock. Runs in the page. */
const increment = {
  localStorage: async (times: number) => {
    for (let done = 0; done < times; done++) {
      await navigator.locks.request('increments', () => {
        localStorage.setItem('count', String(Number(localStorage.getItem('count') ?? 0) + 1))
      })
    }
    return Number(localStorage.getItem('count'))
  },
  async indexedDb(times: number) {
    const opening = indexedDB.open('increments', 1)
    opening.onupgradeneeded = () => void opening.result.createObjectStore('counts')
    const settled = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(request.error)
      })
    const database = await settled(opening)
    const counts = (mode: IDBTransactionMode) => database.transaction('counts', mode).objectStore('counts')
    for (let done = 0; done < times; done++) {
      await navigator.locks.request('increments', async () => {
        const count = ((await settled(counts('readonly').get('count'))) ?? 0) as number
        await settled(counts('readwrite').put(count + 1, 'count'))
      })
    }
    const count = (await settled(counts('readonly').get('count'))) as number
    database.close()
    return count
  },
}

test('of what two tabs write in turns under a Web Lock, IndexedDB loses nothing', async ({ annotate }) => {
  const { tabs } = await openScene({ server: strict, tabs: 2 })
  const lost = async (store: keyof typeof increment) => {
    const counts = await Promise.all((tabs as Tab[]).map(({ page }) => page.evaluate(increment[store], TIMES)))
    return 2 * TIMES - Math.max(...counts)
  }
  const figures = { localStorage: await lost('localStorage'), indexedDb: await lost('indexedDb') }
  await annotate(
    `lost of ${2 * TIMES} increments: localStorage ${figures.localStorage}, IndexedDB ${figures.indexedDb}`,
  )
  expect(figures.indexedDb).toBe(0)
})
