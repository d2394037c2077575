import { volatileStore } from '../platform/memory-storage'
import { recordStore } from '../platform/record-store'
import type { SessionStorage, SessionStore } from '../platform/store'
import { transact } from './entries'
import { seal, unseal } from './seal'

/** What {@link indexedDbStorage} takes. */
export interface IndexedDbStorageOptions {
  /**
   * Whether tokens and user are encrypted (AES-GCM) under a key that no script can export. What was kept before is read
   * either way, so that a change of this logs nobody out. Where the platform has no Web Crypto (a page without https), the
   * session then lives in memory and says `persistence: 'volatile'`. @default false
   */
  readonly sealed?: boolean | undefined
}

/**
 * Keeps the session in IndexedDB: one truth for all tabs of an origin, across F5 and restarts, compared and set in one
 * transaction. Where the browser has no IndexedDB, the session lives in memory and says `persistence: 'volatile'`.
 *
 * Needs the package `idb`.
 */
export function indexedDbStorage({ sealed = false }: IndexedDbStorageOptions = {}): SessionStorage {
  return (key) => {
    if (!globalThis.indexedDB || (sealed && !globalThis.crypto?.subtle)) return volatileStore(key)
    const keys = [key, `${key}.intent`, `${key}.ended`]
    const keyName = `${key}.seal`
    const change = <T>(use: (store: SessionStore) => T) =>
      transact(keys, 'readwrite', (area) => use(recordStore({ area, key, scope: 'device' }))) as Promise<Awaited<T>>
    return {
      scope: 'device',
      async read() {
        const read = await transact(keys, 'readonly', (area) => recordStore({ area, key, scope: 'device' }).read())
        const { record, ...state } = await read
        if (record === null) return { record, ...state }
        return unseal(record, keyName).then(
          (record) => ({ ...state, record }),
          () => ({ ...state, record: null, unreadable: true }),
        )
      },
      async commit(expected, next) {
        const written = sealed ? await seal(next, keyName) : next
        return change((store) => store.commit(expected, written))
      },
      intend: (stamp, intent, expected) => change((store) => store.intend(stamp, intent, expected)),
      end: (epoch, reason) => change((store) => store.end(epoch, reason)),
      remove: () => change((store) => store.remove()),
      // IndexedDB tells nobody of its changes; the channel does.
      subscribe: () => () => {},
    }
  }
}
