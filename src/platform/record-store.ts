import { epochCount, type Persistence, sameStamp, succeeds } from '../../machines'
import { parseIntent, parseObject, parseRecord, parseTombstone, type StoredState } from './record'
import type { SessionStore, StoreScope } from './store'
import { bury, isDead } from './tombstone'

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
  readonly lag?: number
  readonly subscribe?: SessionStore['subscribe']
}

/** The record's protocol over anything that keeps strings by key, synchronously. */
export function recordStore(options: RecordStoreOptions): SessionStore {
  const { area, key, scope, persistence, lag = 0, subscribe = () => () => {} } = options
  const intentKey = `${key}.intent`
  const tombstoneKey = `${key}.ended`
  const read = (): StoredState => {
    const text = area.getItem(key)
    const record = (text !== null && parseRecord(text)) || null
    const { version } = parseObject(text) ?? {}
    return {
      record,
      intent: parseIntent(area.getItem(intentKey)),
      tombstone: parseTombstone(area.getItem(tombstoneKey)),
      unreadable: text !== null && record === null,
      // A later version's: nothing here is this one's to write.
      ...(Number.isFinite(version) && (version as number) > 1 && { newer: true }),
    }
  }
  const remove = () => {
    area.removeItem(key)
    area.removeItem(intentKey)
  }
  return {
    scope,
    ...(persistence && { persistence }),
    lag,
    read,
    commit(expected, next) {
      try {
        const { record, tombstone, unreadable, newer } = read()
        if (isDead(next.epoch, tombstone)) return 'conflict'
        if (unreadable && (expected !== null || newer)) return 'failed'
        if (record?.backend && record.backend !== next.backend) return 'failed'
        if (record && !expected && epochCount(record.epoch) > epochCount(next.epoch)) return 'conflict'
        // What has ended and was written all the same, by a page that read an outdated store, stands in nobody's way.
        if (record && expected && !sameStamp(record, expected) && !isDead(record.epoch, tombstone)) return 'conflict'
        area.setItem(key, JSON.stringify(next))
        area.removeItem(intentKey)
        if (!isDead(next.epoch, read().tombstone)) return 'done'
        area.removeItem(key)
        return 'conflict'
      } catch {
        return 'failed'
      }
    },
    intend(stamp, intent, expected) {
      const { record, intent: held, tombstone, newer } = read()
      if (newer) return true
      const isExpected = expected === undefined || JSON.stringify(held) === JSON.stringify(expected)
      if (intent === null) {
        if (sameStamp(held?.stamp ?? null, stamp) && isExpected) area.removeItem(intentKey)
        return true
      }
      const isReplaced = record && record.epoch !== stamp.epoch && epochCount(record.epoch) >= epochCount(stamp.epoch)
      if (!isExpected || isReplaced || isDead(stamp.epoch, tombstone)) return false
      if (record && succeeds(record, stamp)) return false
      area.setItem(intentKey, JSON.stringify(intent))
      return true
    },
    end(epoch, reason) {
      const { record, intent, tombstone, newer } = read()
      if (newer) return
      const next = bury(epoch, reason, tombstone)
      // First what makes room; and what can't be removed is buried all the same.
      try {
        if (record && isDead(record.epoch, next)) area.removeItem(key)
        if (!intent || isDead(intent.stamp.epoch, next)) area.removeItem(intentKey)
      } finally {
        area.setItem(tombstoneKey, JSON.stringify(next))
      }
    },
    remove,
    subscribe,
  }
}
