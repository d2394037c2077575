import { memoryArea } from './memory-storage'
import { type KeyValueArea, recordStore } from './record-store'
import type { SessionStorage, SessionStore, StoreScope } from './store'

export interface WebStorageOptions {
  /** Who shares it: `'tab'` for `sessionStorage`, `'device'` otherwise. */
  readonly scope?: StoreScope
}

/**
 * Keeps the session in `sessionStorage` (one tab, across F5) or `localStorage` (every tab; second best, since a browser
 * may show a tab an outdated value of it). Give a function, `webStorage(() => localStorage)`, where the mere access may
 * throw. Where the browser refuses to keep anything, the session lives in memory and says `persistence: 'volatile'`.
 */
export function webStorage(
  source: KeyValueArea | (() => KeyValueArea),
  options: WebStorageOptions = {},
): SessionStorage {
  return (key) => {
    const area = probe(source, `${key}.probe`)
    const scope = options.scope ?? (area !== null && area === platformArea('sessionStorage') ? 'tab' : 'device')
    if (area === null) return recordStore({ area: memoryArea(), key, scope, volatile: true })
    return recordStore({ area, key, scope, subscribe: storageEvents(key) })
  }
}

function probe(source: KeyValueArea | (() => KeyValueArea), key: string): KeyValueArea | null {
  try {
    const area = typeof source === 'function' ? source() : source
    area.setItem(key, key)
    area.removeItem(key)
    return area
  } catch {
    return null
  }
}

function platformArea(name: 'sessionStorage' | 'localStorage'): unknown {
  try {
    return globalThis[name]
  } catch {
    return undefined
  }
}

const storageEvents =
  (key: string): SessionStore['subscribe'] =>
  (listener) => {
    if (typeof globalThis.addEventListener !== 'function') return () => {}
    const heard = (event: StorageEvent) => (event.key === null || event.key.startsWith(key)) && listener()
    globalThis.addEventListener('storage', heard)
    return () => globalThis.removeEventListener('storage', heard)
  }
