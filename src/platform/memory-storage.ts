import { type KeyValueArea, recordStore } from './record-store'
import type { SessionStorage, SessionStore, StoreScope } from './store'

export interface MemoryStorageOptions {
  /**
   * `'page'` (default): this session alone. A name of your own makes it a shared store: sessions that were given the same
   * storage object then renew one at a time and hear of each other.
   */
  readonly scope?: StoreScope | undefined
}

/** Keeps the session until the page goes. The safest choice against theft from disk; F5 ends it. */
export function memoryStorage(options: MemoryStorageOptions = {}): SessionStorage {
  const area = memoryArea()
  return (key) => recordStore({ area, key, scope: options.scope ?? 'page', persistence: 'page' })
}

/** Stands in for a storage that the platform refuses. */
export function volatileStore(key: string): SessionStore {
  return recordStore({ area: memoryArea(), key, scope: 'page', persistence: 'volatile' })
}

/** A `Storage` in memory. */
export function memoryArea(): KeyValueArea {
  const items = new Map<string, string>()
  return {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
  }
}
