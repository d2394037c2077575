import type { KeyValueArea } from 'xstate-auth-session'

/** A `Storage` of its own; what was written into it can be looked at and changed. */
export interface StorageArea extends KeyValueArea {
  readonly items: Map<string, string>
}

export function createStorageArea(): StorageArea {
  const items = new Map<string, string>()
  return {
    items,
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
  }
}
