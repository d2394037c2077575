import { expect, test } from 'vitest'
import { legacyKeys } from 'xstate-auth-session'
import { memoryArea } from '../../src/platform/memory-storage'
import { record, stamp } from './session-record'

const open = (area = memoryArea()) => ({ area, store: legacyKeys({ access: 'at', refresh: 'rt', area })('key') })

test("takes over an app's tokens as a login", async () => {
  const { area, store } = open()
  area.setItem('at', 'old-access')
  area.setItem('rt', 'old-refresh')
  const { record: taken } = await store.read()
  expect(taken).toMatchObject({ epoch: '1.legacy', accessToken: 'old-access', refreshToken: 'old-refresh' })
})

test('keeps the keys up to date for code that still reads them', async () => {
  const { area, store } = open()
  area.setItem('at', 'old-access')
  area.setItem('rt', 'old-refresh')
  expect(await store.commit(stamp('1.legacy', 1), record('1.legacy', 2))).toBe('done')
  expect([area.getItem('at'), area.getItem('rt')]).toEqual(['access-1.legacy-2', 'refresh-1.legacy-2'])
  expect((await store.read()).record).toEqual(record('1.legacy', 2))
  await store.end('1.legacy', 'logged_out')
  expect([area.getItem('at'), area.getItem('rt')]).toEqual([null, null])
})

test('a token that other code writes is another login', async () => {
  const { area, store } = open()
  await store.commit(null, record('3.a', 1))
  area.setItem('at', 'written-elsewhere')
  expect((await store.read()).record).toMatchObject({ epoch: '4.legacy', accessToken: 'written-elsewhere' })
})

test('a login by other code after a logout is a login that counts', async () => {
  const { area, store } = open()
  await store.commit(null, record('3.a', 1))
  await store.end('3.a', 'logged_out')
  area.setItem('at', 'written-later')
  expect((await store.read()).record).toMatchObject({ epoch: '4.legacy', accessToken: 'written-later' })
  expect(await store.commit(stamp('4.legacy', 1), record('4.legacy', 2))).toBe('done')
})

test('where the platform refuses to keep anything, it lives in memory and says so', async () => {
  const area = {
    ...memoryArea(),
    setItem() {
      throw new DOMException('The operation is insecure.', 'SecurityError')
    },
  }
  expect(open(area).store.persistence).toBe('volatile')
})

test('a logout by other code leaves nothing', async () => {
  const { area, store } = open()
  await store.commit(null, record('3.a', 1))
  area.removeItem('at')
  expect((await store.read()).record).toBe(null)
})
