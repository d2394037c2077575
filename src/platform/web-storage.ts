import { volatileStore } from './memory-storage'
import { recordStore } from './record-store'
import type { SessionStorage, StoreScope } from './store'
import { type AreaSource, isPlatforms, lagOf, probeArea, storageEvents } from './web-area'

export interface WebStorageOptions {
  /** Who shares it: `'tab'` for `sessionStorage`, `'device'` otherwise. */
  readonly scope?: StoreScope | undefined
  /** How long a write may take until every tab reads it, in ms. @default 25 for `localStorage`, which no lock orders, or 0 */
  readonly lag?: number | undefined
}

/**
 * Keeps the session in `sessionStorage` (one tab, across F5) or `localStorage` (every tab; second best, since a browser
 * may show a tab an outdated value of it). Give a function, `webStorage(() => localStorage)`, where the mere access may
 * throw. Where the browser refuses to keep anything, the session lives in memory and says `persistence: 'volatile'`.
 */
export function webStorage(source: AreaSource, options: WebStorageOptions = {}): SessionStorage {
  return (key) => {
    const area = probeArea(source, `${key}.probe`)
    if (area === null) return volatileStore(key)
    const scope = options.scope ?? (isPlatforms('sessionStorage', area) ? 'tab' : 'device')
    const subscribe = storageEvents((changed) => changed.startsWith(key))
    return recordStore({ area, key, scope, lag: options.lag ?? lagOf(area), subscribe })
  }
}
