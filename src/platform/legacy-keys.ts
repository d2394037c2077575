import { epochCount } from '../../machines'
import { checkShape } from '../shape'
import { volatileStore } from './memory-storage'
import { parseRecord, parseTombstone, type StoredSession } from './record'
import { type KeyValueArea, recordStore } from './record-store'
import type { SessionStorage } from './store'
import { lagOf, probeArea, storageEvents } from './web-area'

export interface LegacyKeysOptions {
  /** The key under which the app keeps its access token. */
  readonly access: string
  /** The key under which the app keeps its refresh token. */
  readonly refresh: string
  /** Where both live; `localStorage` by default. */
  readonly area?: KeyValueArea | undefined
}

/**
 * Takes over the keys under which an app keeps its tokens already, so that nobody is logged out by the change and code
 * that still reads those keys goes on working. A token that other code writes there counts as another login.
 *
 * @throws TypeError that names the option.
 */
export function legacyKeys(options: LegacyKeysOptions): SessionStorage {
  const { access, refresh, area } = Object(options) as LegacyKeysOptions
  for (const [name, key] of Object.entries({ access, refresh }))
    checkShape(`legacyKeys: ${name}`, key, 'a string that is not empty', typeof key === 'string' && key !== '')
  return (key) => {
    const keys = probeArea(area ?? (() => globalThis.localStorage), `${key}.probe`)
    if (keys === null) return volatileStore(key)
    const compose = (): string | null => {
      const text = keys.getItem(key)
      const accessToken = keys.getItem(access)
      if (accessToken === null) return null
      const record = text === null ? undefined : parseRecord(text)
      if (record?.accessToken === accessToken) return text
      const ended = parseTombstone(keys.getItem(`${key}.ended`))
      const last = Math.max(epochCount(record?.epoch ?? ''), epochCount(ended?.epochs[0] ?? ''))
      const taken: StoredSession = {
        version: 1,
        backend: '',
        epoch: `${last + 1}.legacy`,
        generation: 1,
        accessToken,
        refreshToken: keys.getItem(refresh),
        sentAt: 0,
        expiresAt: null,
        refreshExpiresAt: null,
        subject: null,
        user: null,
        lastLogin: null,
      }
      const composed = JSON.stringify(taken)
      try {
        // So that the next token that other code writes is told from this one, by every page alike.
        if (text === null || record) keys.setItem(key, composed)
      } catch {}
      return composed
    }
    const composed: KeyValueArea = {
      getItem: (name) => (name === key ? compose() : keys.getItem(name)),
      setItem(name, value) {
        keys.setItem(name, value)
        const record = name === key ? parseRecord(value) : undefined
        if (!record) return
        keys.setItem(access, record.accessToken)
        if (record.refreshToken === null) keys.removeItem(refresh)
        else keys.setItem(refresh, record.refreshToken)
      },
      removeItem(name) {
        keys.removeItem(name)
        if (name !== key) return
        keys.removeItem(access)
        keys.removeItem(refresh)
      },
    }
    const isOurs = (changed: string) => changed === access || changed === refresh || changed.startsWith(key)
    return recordStore({ area: composed, key, scope: 'device', lag: lagOf(keys), subscribe: storageEvents(isOurs) })
  }
}
