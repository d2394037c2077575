import { expect, test } from 'vitest'
import { type LifecycleListener, legacyKeys } from 'xstate-auth-session'
import { codeOf } from './failure'
import { eventually, next, statusOf } from './moments'
import { ada, grace, openTimedScene } from './scene'
import { standStill } from './standstill'
import { createStorageArea } from './storage-area'

/** An app that keeps its tokens under keys of its own, where Ada has logged in before the session takes over. */
async function openApp() {
  const area = createStorageArea()
  const page = {} as { listener: LifecycleListener }
  const attach = (listener: LifecycleListener) => {
    page.listener = listener
    return () => {}
  }
  const scene = await openTimedScene({
    server: { rotation: true },
    session: {
      storage: legacyKeys({ access: 'at', refresh: 'rt', area }),
      lifecycle: { attach, isOnline: () => true },
    },
  })
  /** The app's own old code, which knows nothing of a session. */
  const logInByHand = async (who: typeof ada) => {
    const init = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(who) }
    const { access, refresh } = (await (await fetch(scene.url('/api/token/'), init)).json()) as Record<string, string>
    area.setItem('at', access!)
    area.setItem('rt', refresh!)
  }
  await logInByHand(ada)
  const keys = () => [area.getItem('at'), area.getItem('rt')]
  const users = () =>
    scene.server.requests.filter(({ path }) => path === '/api/me/').map(({ bearer }) => bearer?.username)
  return { ...scene, area, page, logInByHand, keys, users, wake: () => page.listener.woke() }
}

test('the tokens of an app become a session without a login', async () => {
  const { server, session, url, keys, users } = await openApp()
  const before = [keys(), server.count()]
  expect(await session.start()).toBe('authenticated')
  expect([keys(), server.count()]).toEqual(before)
  expect((await session.fetch(url('/api/me/'))).status).toBe(200)
  expect(users()).toEqual(['ada'])
})

test('each renewal is written back under both keys, and a reload goes on from there', async () => {
  const { server, session, openSession, url, keys, refreshes } = await openApp()
  await session.start()
  const [oldAccess, oldRefresh] = keys()
  await server.revokeAccess()
  expect((await session.fetch(url('/api/me/'))).status).toBe(200)
  const token = await session.accessToken()
  await eventually(() => expect(keys()[0]).toBe(token))
  expect(keys()).not.toContain(oldAccess)
  expect(keys()).not.toContain(oldRefresh)
  session.dispose()
  const reloaded = openSession()
  expect(await reloaded.start()).toBe('authenticated')
  await server.revokeAccess()
  expect((await reloaded.fetch(url('/api/me/'))).status).toBe(200)
  expect(refreshes()).toBe(2)
})

test('a token that other code writes in mid-session is somebody’s login', async () => {
  const { session, url, logInByHand, users, wake } = await openApp()
  await session.start()
  await session.fetch(url('/api/me/'))
  await logInByHand(grace)
  const loggedIn = next(session, 'loggedIn')
  wake()
  expect(await loggedIn).toMatchObject({ by: 'sibling' })
  expect((await session.fetch(url('/api/me/'))).status).toBe(200)
  expect(users()).toEqual(['ada', 'grace'])
})

test('a token of somebody else’s that other code writes gets none of the requests that wait', async () => {
  const scene = await openApp()
  const { session, url, logInByHand, users } = scene
  await session.start()
  const { release, first } = await standStill(scene)
  const waiting = session.fetch(url('/api/me/'))
  await logInByHand(grace)
  release()
  expect([await codeOf(first), await codeOf(waiting), users()]).toEqual(['session_changed', 'session_changed', []])
  expect((await session.fetch(url('/api/me/'))).status).toBe(200)
  expect(users()).toEqual(['grace'])
})

test('keys that are removed in mid-session end nothing, and stand there again after the next renewal', async () => {
  const { session, area, url, clock, keys, wake } = await openApp()
  await session.start()
  const told: string[] = []
  for (const type of ['loggedIn', 'loggedOut', 'expired'] as const) session.on(type, () => void told.push(type))
  area.removeItem('at')
  area.removeItem('rt')
  wake()
  expect((await session.fetch(url('/api/me/'))).status).toBe(200)
  clock.advance(11_000)
  await statusOf(session, 'authenticated')
  expect((await session.fetch(url('/api/me/'))).status).toBe(200)
  const token = await session.accessToken()
  await eventually(() => expect(keys()).toEqual([token, expect.any(String)]))
  expect([session.getSnapshot().status, told]).toEqual(['authenticated', []])
})

test('a logout removes both keys, and what is left of the record is no login', async () => {
  const { session, openSession, area, url, keys } = await openApp()
  await session.start()
  expect((await session.fetch(url('/api/me/'))).status).toBe(200)
  await session.logout()
  expect(keys()).toEqual([null, null])
  session.dispose()
  expect(await openSession().start()).toBe('anonymous')
  expect([...area.items.keys()].filter((name) => name === 'at' || name === 'rt')).toEqual([])
})

test.each(['', 'two words', 'line\nline', 'ü'])(
  'an access token that is %j under such a key is no login, and is left alone',
  async (text) => {
    const { session, area, url, keys } = await openApp()
    area.setItem('at', text)
    const before = keys()
    expect(await session.start()).toBe('anonymous')
    expect((await session.fetch(url('/api/public/'))).status).toBe(200)
    expect(keys()).toEqual(before)
  },
)

test('the record of a later version is left alone where tokens are only taken over', async () => {
  const { session, area, url } = await openApp()
  const later = '{"version":2,"secret":"of the next version"}'
  area.setItem('auth-session', later)
  expect(await session.start()).toBe('authenticated')
  expect((await session.fetch(url('/api/me/'))).status).toBe(200)
  expect(area.getItem('auth-session')).toBe(later)
})
