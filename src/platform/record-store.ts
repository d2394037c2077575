import { type Persistence, type Stamp, sameStamp } from '../../machines'
import { type Intent, parseObject, parseRecord, type StoredSession, type StoredState } from './record'
import type { SessionStore, StoreScope } from './store'
import { bury, isDead, type Tombstone } from './tombstone'

/** The three calls that every `Storage` has. */
export interface KeyValueArea {
  getItem(key: string): string | null
  setItem(key: string, value: string): void
  removeItem(key: string): void
}

interface RecordStoreOptions {
  readonly area: KeyValueArea
  readonly key: string
  readonly scope: StoreScope
  readonly persistence?: Persistence
  readonly subscribe?: SessionStore['subscribe']
}

/** The record's protocol over anything that keeps strings by key, synchronously. */
export function recordStore(options: RecordStoreOptions): SessionStore {
  const { area, key, scope, persistence, subscribe = () => () => {} } = options
  const intentKey = `${key}.intent`
  const tombstoneKey = `${key}.ended`
  const readTombstone = () => {
    const value = parseObject(area.getItem(tombstoneKey)) as Tombstone | undefined
    return Array.isArray(value?.epochs) ? value : null
  }
  const read = (): StoredState => {
    const text = area.getItem(key)
    const record = (text !== null && parseRecord(text)) || null
    const intent = parseObject(area.getItem(intentKey)) as Intent | undefined
    return {
      record,
      intent: typeof intent?.deadline === 'number' && intent.stamp ? intent : null,
      tombstone: readTombstone(),
      unreadable: text !== null && record === null,
    }
  }
  const mayWrite = (expected: Stamp | null, next: StoredSession): 'done' | 'conflict' | 'failed' => {
    const { record, tombstone, unreadable } = read()
    if (isDead(next.epoch, tombstone)) return 'conflict'
    if (unreadable) return expected === null && !isNewer(area.getItem(key)) ? 'done' : 'failed'
    if (record === null) return 'done'
    if (record.backend && record.backend !== next.backend) return 'failed'
    return expected === null || sameStamp(record, expected) ? 'done' : 'conflict'
  }
  return {
    scope,
    ...(persistence && { persistence }),
    read,
    commit(expected, next) {
      try {
        const verdict = mayWrite(expected, next)
        if (verdict !== 'done') return verdict
        area.setItem(key, JSON.stringify(next))
        area.removeItem(intentKey)
        if (!isDead(next.epoch, readTombstone())) return 'done'
        area.removeItem(key)
        return 'conflict'
      } catch {
        return 'failed'
      }
    },
    intend(stamp, intent) {
      if (intent) area.setItem(intentKey, JSON.stringify(intent))
      else if (sameStamp((parseObject(area.getItem(intentKey)) as Intent | undefined)?.stamp ?? null, stamp))
        area.removeItem(intentKey)
    },
    end(epoch, reason) {
      const { record, tombstone } = read()
      const next = bury(epoch, reason, tombstone)
      if (record && isDead(record.epoch, next)) area.removeItem(key)
      area.removeItem(intentKey)
      area.setItem(tombstoneKey, JSON.stringify(next))
    },
    remove() {
      area.removeItem(key)
      area.removeItem(intentKey)
    },
    subscribe,
  }
}

/** Written by a later version of this library, as far as one can tell. */
function isNewer(text: string | null): boolean {
  return Number(parseObject(text)?.['version']) > 1
}
