import { volatileStore } from './memory-storage'
import { recordStore } from './record-store'
import type { SessionStorage, StoreScope } from './store'
import { type AreaSource, probeArea, storageEvents } from './web-area'

export interface WebStorageOptions {
  /** Who shares it: `'tab'` for `sessionStorage`, `'device'` otherwise. */
  readonly scope?: StoreScope | undefined
}

/**
 * Keeps the session in `sessionStorage` (one tab, across F5) or `localStorage` (every tab; second best, since a browser
 * may show a tab an outdated value of it). Give a function, `webStorage(() => localStorage)`, where the mere access may
 * throw. Where the browser refuses to keep anything, the session lives in memory and says `persistence: 'volatile'`.
 */
export function webStorage(source: AreaSource, options: WebStorageOptions = {}): SessionStorage {
  return (key) => {
    const probe = `${key}.probe`
    const area = probeArea(source, probe)
    if (area === null) return volatileStore(key)
    const isTab = area === probeArea(() => globalThis.sessionStorage, probe)
    const scope = options.scope ?? (isTab ? 'tab' : 'device')
    return recordStore({ area, key, scope, subscribe: storageEvents((changed) => changed.startsWith(key)) })
  }
}
