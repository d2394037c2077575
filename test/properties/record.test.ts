import 'fake-indexeddb/auto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { legacyKeys, memoryStorage, type SessionStorage, webStorage } from 'xstate-auth-session'
import { indexedDbStorage } from 'xstate-auth-session/indexeddb'
import { memoryArea } from '../../src/platform/memory-storage'
import { parseRecord } from '../../src/platform/record'
import { createStorageArea } from '../session/storage-area'
import { json, stamped } from './drawn-records'
import { draws, PATIENCE } from './draws'

/** One that JSON writes and reads as it is. */
const records = stamped().map((record) => JSON.parse(JSON.stringify(record)))
let opened = 0

const stores: [string, number, () => SessionStorage][] = [
  ['memoryStorage', 200, () => memoryStorage()],
  ['webStorage', 200, () => webStorage(memoryArea())],
  ['legacyKeys', 200, () => legacyKeys({ access: 'access', refresh: 'refresh', area: memoryArea() })],
  ['indexedDbStorage', 60, () => indexedDbStorage()],
  ['indexedDbStorage, sealed', 30, () => indexedDbStorage({ sealed: true })],
]

describe.each(stores)('%s', (_, times, open) => {
  test(
    'gives back what was written, whatever it is',
    async () => {
      await fc.assert(
        fc.asyncProperty(records, async (record) => {
          const store = open()(`round-${++opened}`)
          expect(await store.commit(null, record)).toBe('done')
          expect(await store.read()).toEqual({ record, intent: null, tombstone: null, unreadable: false })
        }),
        draws(times),
      )
    },
    PATIENCE,
  )
})

test('a record with fields of strangers is read with them, and they change nothing', () => {
  const strangers = fc.dictionary(fc.string(), json)
  fc.assert(
    fc.property(records, strangers, (record, more) => {
      const text = JSON.stringify({ ...more, ...record })
      expect(parseRecord(text)).toEqual(JSON.parse(text))
      expect(parseRecord(text)).toMatchObject(record)
    }),
    draws(500),
  )
})

test('keys of strangers beside a record are left alone, whatever is done to it', async () => {
  const names = fc.string().filter((name) => !name.startsWith('key'))
  await fc.assert(
    fc.asyncProperty(fc.dictionary(names, fc.string()), records, async (others, record) => {
      const area = createStorageArea()
      for (const [name, text] of Object.entries(others)) area.setItem(name, text)
      const store = webStorage(area)('key')
      await store.commit(null, record)
      await store.intend(record, { stamp: record, deadline: 1, holder: 'me' })
      await store.end(record.epoch, 'logged_out')
      await store.remove()
      area.removeItem('key.ended')
      expect(Object.fromEntries(area.items)).toEqual(others)
    }),
    draws(500),
  )
})

test('a record of any earlier version is read through every version between', () => {
  fc.assert(
    fc.property(records, fc.integer({ min: -8, max: 0 }), (record, first) => {
      const versions = Array.from({ length: 1 - first }, (_, index) => first + index)
      const raise = (version: number) => (old: Record<string, unknown>) => {
        const { [`epoch of ${version}`]: epoch, ...rest } = old
        return { ...rest, version: version + 1, [version === 0 ? 'epoch' : `epoch of ${version + 1}`]: epoch }
      }
      const migrations = Object.fromEntries(versions.map((version) => [version, raise(version)]))
      const { epoch, ...rest } = record
      const old = { ...rest, version: first, [`epoch of ${first}`]: epoch }
      expect(parseRecord(JSON.stringify(old), migrations)).toEqual(record)
      const [last] = versions.slice(-1)
      const { [last!]: _, ...broken } = migrations
      expect(parseRecord(JSON.stringify(old), broken)).toBe(undefined)
    }),
    draws(500),
  )
})
