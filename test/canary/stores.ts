import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { openDB } from 'idb'
import { vi } from 'vitest'
import { legacyKeys, memoryStorage, type SessionStorage, webStorage } from 'xstate-auth-session'
import { indexedDbStorage } from 'xstate-auth-session/indexeddb'
import { createStorageArea } from '../session/storage-area'

/** Where a session is kept, and what stands there, by its key. */
export interface Kept {
  readonly storage: SessionStorage
  stands(): Promise<Readonly<Record<string, unknown>>>
  /** What the app had kept by itself, before there was a session. */
  before?(tokens: { accessToken: string; refreshToken: string }): void
}

let memories = 0

function inArea(storageOf: (area: ReturnType<typeof createStorageArea>) => SessionStorage): () => Kept {
  return () => {
    const area = createStorageArea()
    return { storage: storageOf(area), stands: async () => Object.fromEntries(area.items) }
  }
}

const indexed = (sealed: boolean) => (): Kept => {
  vi.stubGlobal('indexedDB', new IDBFactory())
  return {
    storage: indexedDbStorage({ sealed }),
    async stands() {
      const database = await openDB('xstate-auth-session')
      const keys = await database.getAllKeys('entries')
      const values = await Promise.all(keys.map((key) => database.get('entries', key)))
      database.close()
      return Object.fromEntries(keys.map((key, index) => [String(key), values[index]]))
    },
  }
}

export const stores: Readonly<Record<string, () => Kept>> = {
  memory() {
    const storage = memoryStorage({ scope: `canary-${++memories}` })
    return { storage, stands: async () => ({ ...(await storage('auth-session').read()) }) }
  },
  sessionStorage: inArea((area) => webStorage(area, { scope: 'tab' })),
  localStorage: inArea((area) => webStorage(area, { scope: 'device' })),
  'keys of the app': () => {
    const area = createStorageArea()
    return {
      storage: legacyKeys({ access: 'app.access', refresh: 'app.refresh', area }),
      stands: async () => Object.fromEntries(area.items),
      before({ accessToken, refreshToken }) {
        area.setItem('app.access', accessToken)
        area.setItem('app.refresh', refreshToken)
      },
    }
  },
  IndexedDB: indexed(false),
  'sealed IndexedDB': indexed(true),
}
