import 'fake-indexeddb/auto'
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { deleteDB, openDB } from 'idb'
import { beforeEach, expect, test, vi } from 'vitest'
import type { StoredSession } from 'xstate-auth-session'
import { indexedDbStorage } from 'xstate-auth-session/indexeddb'
import { createGate } from '../adversity/world'
import { overhearRejections } from '../session/rejections'

const record: StoredSession = {
  version: 1,
  backend: 'simplejwt@https://api.example.com',
  epoch: '1.a',
  generation: 1,
  accessToken: 'canary-access',
  refreshToken: 'canary-refresh',
  sentAt: 1_000,
  expiresAt: 301_000,
  refreshExpiresAt: 900_000,
  subject: 'canary-subject',
  user: { name: 'canary-user' },
  lastLogin: { method: 'canary-method', at: 1_000 },
}
const later = { ...record, generation: 2, accessToken: 'canary-access-2' }
const EMPTY = { record: null, intent: null, tombstone: null, unreadable: false }

beforeEach(() => {
  vi.stubGlobal('indexedDB', new IDBFactory())
  return () => vi.unstubAllGlobals()
})

const entries = async () => {
  const database = await openDB('xstate-auth-session')
  const kept = await database.getAll('entries', IDBKeyRange.lowerBound('') as globalThis.IDBKeyRange)
  database.close()
  return kept
}
const change = async (key: string, value: unknown) => {
  const database = await openDB('xstate-auth-session')
  await (value === undefined ? database.delete('entries', key) : database.put('entries', value, key))
  database.close()
}

test('of any number of tabs that write the successor of one token, one does', async () => {
  const tabs = Array.from({ length: 10 }, () => indexedDbStorage()('key'))
  await tabs[0]!.commit(null, record)
  const results = await Promise.all(tabs.map((tab) => tab.commit(record, later)))
  expect(results.sort()).toEqual([...Array(9).fill('conflict'), 'done'])
})

test('of any number of tabs that note that they spend one token, one may', async () => {
  const tabs = Array.from({ length: 10 }, () => indexedDbStorage()('key'))
  await tabs[0]!.commit(null, record)
  const note = (holder: number) => ({ stamp: record, deadline: 31_000, holder: String(holder) })
  const results = await Promise.all(tabs.map((tab, holder) => tab.intend(record, note(holder), null)))
  expect(results.filter((isWritten) => isWritten)).toHaveLength(1)
})

test('no connection stays open when nothing is read or written', async () => {
  const open = new Set<IDBDatabase>()
  const factory = new IDBFactory()
  vi.stubGlobal('indexedDB', factory)
  vi.spyOn(factory, 'open').mockImplementation((name, version) => {
    const request = IDBFactory.prototype.open.call(factory, name, version)
    request.addEventListener('success', () => {
      const database = request.result
      open.add(database)
      const close = database.close.bind(database)
      database.close = () => {
        open.delete(database)
        close()
      }
    })
    return request
  })
  const store = indexedDbStorage({ sealed: true })('key')
  await store.commit(null, record)
  await store.read()
  await store.end(record.epoch, 'logged_out')
  expect(open.size).toBe(0)
})

test('what is sealed shows neither tokens nor user to who reads the database', async () => {
  const store = indexedDbStorage({ sealed: true })('key')
  await store.commit(null, record)
  expect(await store.read()).toEqual({ ...EMPTY, record })
  const [text, key] = await entries()
  expect(JSON.stringify(text)).not.toContain('canary')
  expect(key).toMatchObject({ extractable: false, algorithm: { name: 'AES-GCM', length: 256 } })
})

test('two tabs that make the key in the same moment use one', async () => {
  const tabs = Array.from({ length: 5 }, () => indexedDbStorage({ sealed: true })('key'))
  await Promise.all(tabs.map((tab) => tab.commit(null, record)))
  for (const tab of tabs) expect((await tab.read()).record).toEqual(record)
})

test('a tab that has made a key while another kept one takes that', async () => {
  const [kept, both, generate] = [createGate(), createGate(), crypto.subtle.generateKey.bind(crypto.subtle)]
  let made = 0
  vi.spyOn(crypto.subtle, 'generateKey').mockImplementation((async (...args: Parameters<typeof generate>) => {
    const isFirst = ++made === 1
    if (!isFirst) both.open()
    await (isFirst ? both : kept).opened
    return generate(...args)
  }) as typeof generate)
  const [first, second] = [indexedDbStorage({ sealed: true })('key'), indexedDbStorage({ sealed: true })('key')]
  const results = [first.commit(null, { ...record, epoch: '2.b' }), second.commit(null, record)]
  await results[0]
  kept.open()
  expect(await Promise.all(results)).toEqual(['done', 'conflict'])
  expect(await second.read()).toEqual({ ...EMPTY, record: { ...record, epoch: '2.b' } })
})

test('what is written in a transaction that then comes to nothing was not written', async () => {
  const store = indexedDbStorage()('key')
  await store.commit(null, record)
  const put = IDBObjectStore.prototype.put
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...args) {
    const request = put.apply(this, args)
    request.addEventListener('success', () => this.transaction.abort())
    return request
  })
  const note = { stamp: { epoch: record.epoch, generation: 1 }, deadline: 31_000, holder: 'me' }
  await expect(store.intend(note.stamp, note, null)).rejects.toThrow()
  expect(await store.read()).toEqual({ ...EMPTY, record })
})

test.each([true, false])(
  'sealed or not, a store reads what was written before the change (sealed before: %s)',
  async (sealed) => {
    await indexedDbStorage({ sealed })('key').commit(null, record)
    const store = indexedDbStorage({ sealed: !sealed })('key')
    expect(await store.read()).toEqual({ ...EMPTY, record })
    expect(await store.commit(record, later)).toBe('done')
    expect(await store.read()).toEqual({ ...EMPTY, record: later })
  },
)

test('what was sealed under a key that is gone is unreadable, and the next login stands in its place', async () => {
  const store = indexedDbStorage({ sealed: true })('key')
  await store.commit(null, record)
  await change('key.seal', undefined)
  expect(await store.read()).toEqual({ ...EMPTY, unreadable: true })
  expect(await store.commit(null, { ...later, epoch: '2.b' })).toBe('done')
  expect(await store.read()).toEqual({ ...EMPTY, record: { ...later, epoch: '2.b' } })
})

test('what was sealed as one token does not open as another', async () => {
  const store = indexedDbStorage({ sealed: true })('key')
  await store.commit(null, record)
  const [text] = await entries()
  await change('key', JSON.stringify({ ...JSON.parse(text), generation: 7 }))
  expect(await store.read()).toEqual({ ...EMPTY, unreadable: true })
})

test('where the browser has no IndexedDB, or no cryptography to seal with, it lives in memory and says so', () => {
  vi.stubGlobal('crypto', {})
  expect(indexedDbStorage()('key').persistence).toBe(undefined)
  expect(indexedDbStorage({ sealed: true })('key').persistence).toBe('volatile')
  vi.stubGlobal('indexedDB', undefined)
  expect(indexedDbStorage()('key').persistence).toBe('volatile')
})

test.each([true, false])(
  'a database that a later version has changed is read all the same (sealed: %s)',
  async (sealed) => {
    const store = indexedDbStorage({ sealed })('key')
    await store.commit(null, record)
    const database = await openDB('xstate-auth-session', 2, {
      upgrade: (changed) => void changed.createObjectStore('more'),
    })
    database.close()
    expect(await store.read()).toEqual({ ...EMPTY, record })
    await change('key', JSON.stringify({ version: 2 }))
    expect(await store.read()).toEqual({ ...EMPTY, unreadable: true, newer: true })
  },
)

test('a database that is deleted in mid-session is made anew by the next write', async () => {
  for (const sealed of [true, false]) {
    const store = indexedDbStorage({ sealed })('key')
    await store.commit(null, record)
    await deleteDB('xstate-auth-session')
    expect(await store.read()).toEqual(EMPTY)
    expect(await store.commit(record, later)).toBe('done')
    expect(await store.read()).toEqual({ ...EMPTY, record: later })
  }
})

test('a transaction that the browser aborts fails a read or write, and nothing besides', async () => {
  const unhandled = overhearRejections()
  const { get } = IDBObjectStore.prototype
  const spy = vi.spyOn(IDBObjectStore.prototype, 'get')
  for (let aborted = 1; aborted <= 8; aborted++) {
    let calls = 0
    vi.stubGlobal('indexedDB', new IDBFactory())
    spy.mockImplementation(function (this: IDBObjectStore, key) {
      const request = get.call(this, key)
      if (++calls === aborted) this.transaction.abort()
      return request
    })
    const store = indexedDbStorage({ sealed: true })('key')
    await Promise.allSettled([store.commit(null, record)])
    await Promise.allSettled([store.read()])
  }
  spy.mockRestore()
  expect(await unhandled()).toEqual([])
})
