/** What the browser keeps for the page, by place and key. What is hidden in it shows as text, too. */
export async function kept(): Promise<Record<string, string>> {
  const areas = Object.entries({ localStorage, sessionStorage }).flatMap(([name, area]) =>
    Object.entries(area).map(([key, value]) => [`${name} ${key}`, String(value)] as const),
  )
  const databases = await Promise.all((await indexedDB.databases()).map(({ name = '' }) => entriesOf(name)))
  const caches = (await globalThis.caches.keys()).map((name) => [`cache ${name}`, name] as const)
  return Object.fromEntries([...areas, ...databases.flat(), ...caches, ['cookie', document.cookie]])
}

async function entriesOf(name: string): Promise<(readonly [string, string])[]> {
  const database = await settled(indexedDB.open(name))
  const stores = await Promise.all(
    Array.from(database.objectStoreNames, async (storeName) => {
      const store = database.transaction(storeName).objectStore(storeName)
      const [keys, values] = await Promise.all([settled(store.getAllKeys()), settled(store.getAll())])
      return keys.map((key, index) => [`IndexedDB ${String(key)}`, asText(values[index])] as const)
    }),
  )
  database.close()
  return stores.flat()
}

const asText = (value: unknown) => (typeof value === 'string' ? value : `${String(value)} ${JSON.stringify(value)}`)

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}
