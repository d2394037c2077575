import { memoryArea } from './memory-storage'
import { recordStore } from './record-store'
import type { SessionStorage, StoreScope } from './store'
import { type AreaSource, probeArea, storageEvents } from './web-area'

export interface WebStorageOptions {
  /** Who shares it: `'tab'` for `sessionStorage`, `'device'` otherwise. */
  readonly scope?: StoreScope
}

/**
 * Keeps the session in `sessionStorage` (one tab, across F5) or `localStorage` (every tab; second best, since a browser
 * may show a tab an outdated value of it). Give a function, `webStorage(() => localStorage)`, where the mere access may
 * throw. Where the browser refuses to keep anything, the session lives in memory and says `persistence: 'volatile'`.
 */
export function webStorage(source: AreaSource, options: WebStorageOptions = {}): SessionStorage {
  return (key) => {
    const area = probeArea(source, `${key}.probe`)
    if (area === null) return recordStore({ area: memoryArea(), key, scope: 'page', persistence: 'volatile' })
    const scope = options.scope ?? (area === sessionArea() ? 'tab' : 'device')
    return recordStore({ area, key, scope, subscribe: storageEvents((changed) => changed.startsWith(key)) })
  }
}

function sessionArea(): unknown {
  try {
    return globalThis.sessionStorage
  } catch {
    return undefined
  }
}
