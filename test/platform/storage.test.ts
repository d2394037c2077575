import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { legacyKeys, memoryStorage, type SessionStore, webStorage } from 'xstate-auth-session'
import { indexedDbStorage } from 'xstate-auth-session/indexeddb'
import { memoryArea } from '../../src/platform/memory-storage'
import { record, stamp } from './session-record'

const EMPTY = { record: null, intent: null, tombstone: null, unreadable: false }

beforeEach(() => {
  vi.stubGlobal('indexedDB', new IDBFactory())
  return () => vi.unstubAllGlobals()
})

describe.each<[string, () => SessionStore]>([
  ['memoryStorage', () => memoryStorage()('key')],
  ['webStorage', () => webStorage(memoryArea())('key')],
  ['indexedDbStorage', () => indexedDbStorage()('key')],
  ['indexedDbStorage, sealed', () => indexedDbStorage({ sealed: true })('key')],
])('%s', (_, open) => {
  test('is empty at first', async () => {
    expect(await open().read()).toEqual(EMPTY)
  })

  test('keeps a login, and then only what follows from what it holds', async () => {
    const store = open()
    expect(await store.commit(null, record('1.a', 1))).toBe('done')
    expect(await store.commit(stamp('1.a', 1), record('1.a', 2))).toBe('done')
    expect(await store.commit(stamp('1.a', 1), record('1.a', 2))).toBe('conflict')
    expect(await store.read()).toEqual({ ...EMPTY, record: record('1.a', 2) })
  })

  test('an empty store without a tombstone takes any successor', async () => {
    expect(await open().commit(stamp('1.a', 4), record('1.a', 5))).toBe('done')
  })

  test('the end of an old login leaves the intent of the present one alone', async () => {
    const store = open()
    await store.commit(null, record('2.b', 1))
    const intent = { stamp: stamp('2.b', 1), deadline: 31_000, holder: 'me' }
    await store.intend(intent.stamp, intent)
    await store.end('1.a', 'answer_lost')
    const tombstone = { epochs: ['1.a'], reason: 'answer_lost' }
    expect(await store.read()).toEqual({ ...EMPTY, record: record('2.b', 1), intent, tombstone })
    await store.end('2.b', 'logged_out')
    expect((await store.read()).intent).toBeNull()
  })

  test('an intent is kept until the successor is committed, or until it is taken back', async () => {
    const store = open()
    await store.commit(null, record('1.a', 1))
    const intent = { stamp: stamp('1.a', 1), deadline: 31_000, holder: 'me' }
    await store.intend(intent.stamp, intent)
    expect((await store.read()).intent).toEqual(intent)
    await store.intend(stamp('1.a', 7), null)
    expect((await store.read()).intent).toEqual(intent)
    await store.commit(stamp('1.a', 1), record('1.a', 2))
    expect((await store.read()).intent).toBe(null)
  })

  test('of two that have seen the same store one may note that it spends the token', async () => {
    const store = open()
    await store.commit(null, record('1.a', 1))
    const note = (holder: string) => ({ stamp: stamp('1.a', 1), deadline: 31_000, holder })
    expect(await store.intend(stamp('1.a', 1), note('first'), null)).toBe(true)
    expect(await store.intend(stamp('1.a', 1), note('second'), null)).toBe(false)
    expect((await store.read()).intent).toEqual(note('first'))
    expect(await store.intend(stamp('1.a', 1), note('second'), note('first'))).toBe(true)
    expect((await store.read()).intent).toEqual(note('second'))
  })

  test('a note is taken back by its holder alone', async () => {
    const store = open()
    await store.commit(null, record('1.a', 1))
    const note = (holder: string) => ({ stamp: stamp('1.a', 1), deadline: 31_000, holder })
    await store.intend(stamp('1.a', 1), note('second'))
    await store.intend(stamp('1.a', 1), null, note('first'))
    expect((await store.read()).intent).toEqual(note('second'))
    await store.intend(stamp('1.a', 1), null, note('second'))
    expect((await store.read()).intent).toBe(null)
  })

  test('nobody notes that it spends a token of a login that has ended', async () => {
    const store = open()
    await store.commit(null, record('1.a', 1))
    await store.end('1.a', 'logged_out')
    const note = { stamp: stamp('1.a', 1), deadline: 31_000, holder: 'late' }
    expect(await store.intend(note.stamp, note, null)).toBe(false)
    expect((await store.read()).intent).toBe(null)
  })

  test('nobody notes that it spends a token of a login in whose place another has come', async () => {
    const store = open()
    await store.commit(null, record('2.a', 1))
    const note = (epoch: string) => ({ stamp: stamp(epoch, 1), deadline: 31_000, holder: 'late' })
    const noted = (epoch: string) => store.intend(stamp(epoch, 1), note(epoch), null)
    expect([await noted('1.a'), await noted('2.b'), await noted('3.a')]).toEqual([false, false, true])
  })

  test('a login does not take the place of a later one', async () => {
    const store = open()
    await store.commit(null, record('2.a', 1))
    expect(await store.commit(null, record('1.b', 1))).toBe('conflict')
    expect(await store.commit(null, record('2.b', 1))).toBe('done')
  })

  test('nobody notes that it spends a token that has been renewed', async () => {
    const store = open()
    await store.commit(null, record('1.a', 2))
    const note = { stamp: stamp('1.a', 1), deadline: 31_000, holder: 'late' }
    expect(await store.intend(note.stamp, note, null)).toBe(false)
    expect((await store.read()).intent).toBe(null)
  })

  test('a login that has ended never comes back, and a later one does', async () => {
    const store = open()
    await store.commit(null, record('3.a', 1))
    await store.end('3.a', 'logged_out')
    expect(await store.read()).toEqual({ ...EMPTY, tombstone: { epochs: ['3.a'], reason: 'logged_out' } })
    expect(await store.commit(null, record('3.a', 2))).toBe('conflict')
    expect(await store.commit(null, record('2.b', 1))).toBe('conflict')
    expect(await store.commit(null, record('3.b', 1))).toBe('done')
    expect(await store.commit(null, record('4.c', 1))).toBe('done')
  })

  test('the tombstone only grows', async () => {
    const store = open()
    await store.end('5.a', 'rejected')
    await store.end('4.b', 'logged_out')
    await store.end('5.c', 'logged_out')
    expect((await store.read()).tombstone).toEqual({ epochs: ['5.a', '5.c'], reason: 'logged_out' })
  })

  test("ending a login leaves another one's record and its note alone", async () => {
    const store = open()
    await store.commit(null, record('2.b', 1))
    const note = { stamp: stamp('2.b', 1), deadline: 31_000, holder: 'me' }
    await store.intend(note.stamp, note)
    await store.end('1.a', 'logged_out')
    expect(await store.read()).toMatchObject({ record: record('2.b', 1), intent: note })
    await store.end('2.b', 'logged_out')
    expect(await store.read()).toMatchObject({ record: null, intent: null })
  })

  test("another backend's record is left alone", async () => {
    const store = open()
    const foreign = record('9.z', 1, { backend: 'oauth2@https://id.example.com' })
    await store.commit(null, foreign)
    expect(await store.commit(null, record('1.a', 1))).toBe('failed')
    expect((await store.read()).record).toEqual(foreign)
  })
})

describe('webStorage', () => {
  test('what cannot be read is reported and left alone, until somebody logs in', async () => {
    const area = memoryArea()
    area.setItem('key', '{"version":1,"accessToken":')
    const store = webStorage(area)('key')
    expect(await store.read()).toEqual({ ...EMPTY, unreadable: true })
    expect(await store.commit(stamp('1.a', 1), record('1.a', 2))).toBe('failed')
    expect(await store.commit(null, record('1.a', 1))).toBe('done')
  })

  test('the record of a later version is left alone even by a login', async () => {
    const area = memoryArea()
    const later = JSON.stringify({ ...record('1.a', 1), version: 2 })
    area.setItem('key', later)
    expect(await webStorage(area)('key').commit(null, record('1.b', 1))).toBe('failed')
    expect(area.getItem('key')).toBe(later)
  })

  test('a record whose token could not stand in a header is unreadable', async () => {
    const area = memoryArea()
    area.setItem('key', JSON.stringify(record('1.a', 1, { accessToken: 'two\nlines' })))
    expect((await webStorage(area)('key').read()).unreadable).toBe(true)
  })

  test('where the platform refuses to keep anything, it lives in memory and says so', async () => {
    const blocked = () => {
      throw new DOMException('The operation is insecure.', 'SecurityError')
    }
    const store = webStorage(blocked)('key')
    expect(store.persistence).toBe('volatile')
    expect(await store.commit(null, record('1.a', 1))).toBe('done')
    expect((await store.read()).record).toEqual(record('1.a', 1))
  })

  test('a full store fails to commit, and does not throw', async () => {
    let full = false
    const area = memoryArea()
    const filling = {
      ...area,
      setItem(key: string, value: string) {
        if (full) throw new DOMException('The quota has been exceeded.', 'QuotaExceededError')
        area.setItem(key, value)
      },
    }
    const store = webStorage(filling)('key')
    await store.commit(null, record('1.a', 1))
    full = true
    expect(await store.commit(stamp('1.a', 1), record('1.a', 2))).toBe('failed')
  })
})

test('a login that another page ends while its successor is being written does not stay', async () => {
  const area = memoryArea()
  const other = webStorage(area)('key')
  const store = webStorage({
    ...area,
    setItem(key, text) {
      area.setItem(key, text)
      if (key === 'key' && JSON.parse(text).generation === 2) other.end('1.a', 'logged_out')
    },
  })('key')
  await store.commit(null, record('1.a', 1))
  expect(await store.commit(stamp('1.a', 1), record('1.a', 2))).toBe('conflict')
  expect(await store.read()).toEqual({ ...EMPTY, tombstone: { epochs: ['1.a'], reason: 'logged_out' } })
})

test('localStorage alone may lag, wherever it comes from, and an option says otherwise', () => {
  vi.stubGlobal('localStorage', memoryArea())
  vi.stubGlobal('sessionStorage', memoryArea())
  const lags = [
    webStorage(localStorage),
    webStorage(() => localStorage),
    legacyKeys({ access: 'access', refresh: 'refresh' }),
    webStorage(localStorage, { lag: 0 }),
    webStorage(sessionStorage),
    webStorage(memoryArea(), { lag: 25 }),
  ].map((storage) => storage('key').lag)
  expect(lags).toEqual([25, 25, 25, 0, 0, 25])
})
