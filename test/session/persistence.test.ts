import { describe, expect, test } from 'vitest'
import { type KeyValueArea, type LifecycleListener, memoryStorage, webStorage } from 'xstate-auth-session'
import { codeOf } from './failure'
import { eventually } from './moments'
import { ada, openScene } from './scene'
import { createStorageArea } from './storage-area'

const blocked: Record<string, KeyValueArea | (() => KeyValueArea)> = {
  'whose mere access throws': () => {
    throw new DOMException('denied', 'SecurityError')
  },
  'that takes nothing': {
    ...createStorageArea(),
    setItem: () => {
      throw new DOMException('full', 'QuotaExceededError')
    },
  },
}

describe.each(Object.entries(blocked))('a storage %s', (_, source) => {
  test('leaves a session that lives in memory and says volatile', async () => {
    const { server, session, url } = await openScene({ session: { storage: webStorage(source) } })
    await session.start()
    expect(session.getSnapshot()).toMatchObject({ status: 'anonymous', persistence: 'volatile', endReason: null })
    await session.login(ada)
    await server.revokeAccess()
    expect((await session.fetch(url('/api/me/'))).status).toBe(200)
    expect(session.getSnapshot()).toMatchObject({ status: 'authenticated', persistence: 'volatile' })
    await session.logout()
    expect(session.getSnapshot().status).toBe('loggedOut')
  })
})

test.each([
  [memoryStorage(), 'page'],
  [webStorage(createStorageArea(), { scope: 'tab' }), 'tab'],
  [webStorage(createStorageArea()), 'device'],
] as const)('the snapshot tells where the session is kept', async (storage, persistence) => {
  const { session } = await openScene({ session: { storage } })
  await session.start()
  expect(session.getSnapshot().persistence).toBe(persistence)
})

test('a storage that fills up in mid-session keeps the session in memory, and no spent token behind', async () => {
  const area = createStorageArea()
  let full = false
  const setItem = (key: string, value: string) => {
    if (full) throw new DOMException('full', 'QuotaExceededError')
    area.setItem(key, value)
  }
  const storage = webStorage({ ...area, setItem }, { scope: 'tab' })
  const { server, session, url } = await openScene({ server: { rotation: true }, session: { storage } })
  await session.login(ada)
  expect(area.getItem('auth-session')).not.toBeNull()
  full = true
  await server.revokeAccess()
  expect((await session.fetch(url('/api/me/'))).status).toBe(200)
  expect(session.getSnapshot()).toMatchObject({ status: 'authenticated', persistence: 'volatile' })
  await eventually(() => expect(area.getItem('auth-session')).toBeNull())

  full = false
  await server.revokeAccess()
  expect((await session.fetch(url('/api/me/'))).status).toBe(200)
  await eventually(() => expect(session.getSnapshot().persistence).toBe('tab'))
  expect(JSON.parse(area.getItem('auth-session')!)).toMatchObject({ generation: 3 })
})

test('a storage that takes nothing any more does not bring the session back after a logout', async () => {
  const area = createStorageArea()
  const [full, page] = [{ is: false }, {} as { listener: LifecycleListener }]
  const write = (run: () => void) => {
    if (full.is) throw new DOMException('full', 'QuotaExceededError')
    run()
  }
  const storage = webStorage({
    getItem: area.getItem,
    setItem: (key, value) => write(() => area.setItem(key, value)),
    removeItem: (key) => write(() => area.removeItem(key)),
  })
  const attach = (listener: LifecycleListener) => {
    page.listener = listener
    return () => {}
  }
  const { session, url } = await openScene({ session: { storage, lifecycle: { attach, isOnline: () => true } } })
  await session.login(ada)
  full.is = true
  await session.logout()
  expect(area.getItem('auth-session')).not.toBeNull()
  const statuses: string[] = []
  session.subscribe(({ status }) => void statuses.push(status))
  page.listener.woke()
  page.listener.thawed()
  expect((await session.fetch(url('/api/public/'))).status).toBe(200)
  expect(await codeOf(session.accessToken())).toBe('logged_out')
  expect(statuses.filter((status) => status !== 'loggedOut')).toEqual([])
})

test('the record is kept under the key, small and marked with its backend', async () => {
  const area = createStorageArea()
  const storage = webStorage(area, { scope: 'tab' })
  const { session, url } = await openScene({ session: { storage, key: 'my-app' } })
  await session.login(ada)
  const { epoch } = session.actor.getSnapshot().context.stamp!
  expect([...area.items.keys()]).toEqual(['my-app'])
  const record = JSON.parse(area.getItem('my-app')!)
  expect(record).toEqual({
    version: 1,
    backend: `simplejwt@${url('')}`,
    epoch,
    generation: 1,
    accessToken: await session.accessToken(),
    refreshToken: expect.any(String),
    sentAt: expect.any(Number),
    expiresAt: session.getSnapshot().expiresAt,
    refreshExpiresAt: expect.any(Number),
    subject: '1',
    user: null,
    lastLogin: session.getSnapshot().lastLogin,
  })
})

test('each generation is persisted before it is told', async () => {
  const area = createStorageArea()
  const storage = webStorage(area, { scope: 'tab' })
  const { server, session, url } = await openScene({ server: { rotation: true }, session: { storage } })
  await session.login(ada)
  const kept: unknown[] = []
  session.on(
    'renewed',
    ({ stamp }) => void kept.push([stamp.generation, JSON.parse(area.getItem('auth-session')!).generation]),
  )
  for (let i = 0; i < 3; i++) {
    await server.revokeAccess()
    await session.fetch(url('/api/me/'))
  }
  expect(kept).toEqual([2, 3, 4].map((generation) => [generation, generation]))
})
