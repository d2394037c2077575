import type { KeyValueArea } from './record-store'
import type { SessionStore } from './store'

/** Where a platform keeps strings: a `Storage`, or a function where the mere access may throw. */
export type AreaSource = KeyValueArea | (() => KeyValueArea)

/** In Chromium the next holder of a Web Lock missed one write to `localStorage` in nine; 5 ms later none. */
const LAG = 25

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

/** Whether the platform gives that very area under that name. */
export function isPlatforms(name: 'localStorage' | 'sessionStorage', area: KeyValueArea): boolean {
  try {
    return globalThis[name] === area
  } catch {
    return false
  }
}

/** How long an area may show a tab an outdated value, in ms: no lock orders `localStorage`. */
export const lagOf = (area: KeyValueArea): number => (isPlatforms('localStorage', area) ? LAG : 0)

/** Tells when another page has written one of those keys. */
export function storageEvents(isOurs: (key: string) => boolean): SessionStore['subscribe'] {
  return (listener) => {
    if (typeof globalThis.addEventListener !== 'function') return () => {}
    const heard = (event: StorageEvent) => (event.key === null || isOurs(event.key)) && listener()
    globalThis.addEventListener('storage', heard)
    return () => globalThis.removeEventListener('storage', heard)
  }
}
