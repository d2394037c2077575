/** Adds one to a number in IndexedDB, each time in a transaction of its own. Runs in a page, as what follows. */
export async function countInIndexedDb(times: number): Promise<void> {
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
export async function countInLocalStorage(times: number): Promise<void> {
  const addOne = () => localStorage.setItem('sum', String(Number(localStorage.getItem('sum')) + 1))
  for (let time = 0; time < times; time += 1) await navigator.locks.request('sum', addOne)
}

/** What both have come to. */
export async function readSums(): Promise<{ indexedDb: number; localStorage: number }> {
  const opening = indexedDB.open('numbers', 1)
  await new Promise((resolve) => opening.addEventListener('success', resolve))
  const getting = opening.result.transaction('numbers').objectStore('numbers').get('sum')
  await new Promise((resolve) => getting.addEventListener('success', resolve))
  return { indexedDb: Number(getting.result), localStorage: Number(localStorage.getItem('sum')) }
}
