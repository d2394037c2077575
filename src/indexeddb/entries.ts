import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import type { KeyValueArea } from '../platform/record-store'

interface Schema extends DBSchema {
  entries: { key: string; value: string | CryptoKey }
}

const DATABASE = 'xstate-auth-session'

/**
 * Open only while something is read or written, so that an idle page may go into the back/forward cache. In whatever version it
 * is: a later version of this library may have made it a later one, and what that has written must be seen.
 */
async function withDatabase<T>(use: (database: IDBPDatabase<Schema>) => Promise<T>): Promise<T> {
  const database = await openDB<Schema>(DATABASE, undefined, {
    upgrade: (fresh) => void fresh.createObjectStore('entries'),
  })
  try {
    return await use(database)
  } finally {
    database.close()
  }
}

/**
 * Runs `use` over the strings under those keys, in one transaction: whatever it has read still stands when what it writes
 * is written.
 */
export function transact<T>(
  keys: readonly string[],
  mode: IDBTransactionMode,
  use: (area: KeyValueArea) => T,
): Promise<T> {
  return withDatabase(async (database) => {
    const { store, done } = database.transaction('entries', mode)
    // Told below, where it is waited for.
    done.catch(() => {})
    const items = new Map<string, unknown>()
    await Promise.all(keys.map(async (key) => items.set(key, await store.get(key))))
    const writes: unknown[] = []
    const result = use({
      getItem(key) {
        const value = items.get(key)
        return typeof value === 'string' ? value : null
      },
      setItem(key, value) {
        items.set(key, value)
        writes.push(store.put?.(value, key))
      },
      removeItem(key) {
        items.delete(key)
        writes.push(store.delete?.(key))
      },
    })
    await Promise.all([...writes, done])
    return result
  })
}

/** The key under that name; the first that was made, where two tabs make one at once. */
export async function keepKey(name: string): Promise<CryptoKey> {
  const kept = await keyUnder(name)
  if (kept) return kept
  // No transaction stays open while a key is made.
  const made = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
  return (await keyUnder(name, made)) as CryptoKey
}

/** What is there, or else `made`, which then is. */
const keyUnder = (name: string, made?: CryptoKey): Promise<CryptoKey | undefined> =>
  withDatabase(async (database) => {
    const { store, done } = database.transaction('entries', made ? 'readwrite' : 'readonly')
    done.catch(() => {})
    const kept = await store.get(name)
    if (kept instanceof CryptoKey) return kept
    if (made) await Promise.all([store.put?.(made, name), done])
    return made
  })
