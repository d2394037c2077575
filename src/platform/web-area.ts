import type { KeyValueArea } from './record-store'
import type { SessionStore } from './store'

/** Where a platform keeps strings: a `Storage`, or a function where the mere access may throw. */
export type AreaSource = KeyValueArea | (() => KeyValueArea)

/** The area, if it really keeps what is written; `null` where the platform refuses. */
export function probeArea(source: AreaSource, key: string): KeyValueArea | null {
  try {
    const area = typeof source === 'function' ? source() : source
    area.setItem(key, key)
    area.removeItem(key)
    return area
  } catch {
    return null
  }
}

/** Tells when another page has written one of those keys. */
export function storageEvents(isOurs: (key: string) => boolean): SessionStore['subscribe'] {
  return (listener) => {
    if (typeof globalThis.addEventListener !== 'function') return () => {}
    const heard = (event: StorageEvent) => (event.key === null || isOurs(event.key)) && listener()
    globalThis.addEventListener('storage', heard)
    return () => globalThis.removeEventListener('storage', heard)
  }
}
