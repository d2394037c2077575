import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { openDB } from 'idb'
import { vi } from 'vitest'
import { type KeyValueArea, legacyKeys, memoryStorage, type SessionStorage, webStorage } from 'xstate-auth-session'
import { indexedDbStorage } from 'xstate-auth-session/indexeddb'
import { createStorageArea } from '../session/storage-area'

/** Where a session is kept, and what stands there, by its key. */
export interface Kept {
  readonly storage: SessionStorage
  stands(): Promise<Readonly<Record<string, unknown>>>
  /** All that was ever written there, by its key. */
  written?(): Readonly<Record<string, readonly string[]>>
  /** What the app had kept by itself, before there was a session. */
  before?(tokens: { accessToken: string; refreshToken: string }): void
}

let memories = 0

function openArea() {
  const area = createStorageArea()
  const written: Record<string, string[]> = {}
  const overheard = {
    ...area,
    setItem(key: string, value: string) {
      written[key] = [...(written[key] ?? []), value]
      area.setItem(key, value)
    },
  }
  return { area: overheard, written: () => written, stands: async () => Object.fromEntries(area.items) }
}

function inArea(storageOf: (area: KeyValueArea) => SessionStorage): () => Kept {
  return () => {
    const { area, ...shown } = openArea()
    return { storage: storageOf(area), ...shown }
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
    const { area, ...shown } = openArea()
    return {
      storage: legacyKeys({ access: 'app.access', refresh: 'app.refresh', area }),
      ...shown,
      before({ accessToken, refreshToken }) {
        area.setItem('app.access', accessToken)
        area.setItem('app.refresh', refreshToken)
      },
    }
  },
  IndexedDB: indexed(false),
  'sealed IndexedDB': indexed(true),
}
