import { expect, test } from 'vitest'
import { inEveryEngine } from './engines'
import { openPages } from './pages'

const TIMES = 200

/** Adds one to a number in IndexedDB, each time in a transaction of its own. */
async function countInIndexedDb(times: number): Promise<void> {
  const done = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => reject(request.error)
    })
  const opening = indexedDB.open('numbers', 1)
  opening.onupgradeneeded = () => opening.result.createObjectStore('numbers')
  const database = await done(opening)
  for (let time = 0; time < times; time += 1) {
    const transaction = database.transaction('numbers', 'readwrite')
    const store = transaction.objectStore('numbers')
    const kept = new Promise((resolve) => transaction.addEventListener('complete', resolve))
    await done(store.put(((await done(store.get('sum'))) ?? 0) + 1, 'sum'))
    await kept
  }
}

/** The same in `localStorage`, each time under a Web Lock. */
async function countInLocalStorage(times: number): Promise<void> {
  const addOne = () => localStorage.setItem('sum', String(Number(localStorage.getItem('sum')) + 1))
  for (let time = 0; time < times; time += 1) await navigator.locks.request('sum', addOne)
}

inEveryEngine((openTab) => {
  test('IndexedDB loses nothing of what two tabs add up; localStorage may, even under a Web Lock', async ({
    annotate,
  }) => {
    const [one, two] = await openPages(openTab)
    const tabs = [one, two]
    await Promise.all(tabs.map((tab) => tab.evaluate(countInIndexedDb, TIMES)))
    await Promise.all(tabs.map((tab) => tab.evaluate(countInLocalStorage, TIMES)))
    const sums = await one.evaluate(async () => {
      const opening = indexedDB.open('numbers', 1)
      await new Promise((resolve) => opening.addEventListener('success', resolve))
      const getting = opening.result.transaction('numbers').objectStore('numbers').get('sum')
      await new Promise((resolve) => getting.addEventListener('success', resolve))
      return { indexedDb: Number(getting.result), localStorage: Number(localStorage.getItem('sum')) }
    })
    const lost = (sum: number) => `${2 * TIMES - sum} of ${2 * TIMES}`
    await annotate(`lost in IndexedDB ${lost(sums.indexedDb)}, in localStorage ${lost(sums.localStorage)}`)
    expect(sums.indexedDb).toBe(2 * TIMES)
  })
})
