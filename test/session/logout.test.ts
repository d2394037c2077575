import { describe, expect, test } from 'vitest'
import { webStorage } from 'xstate-auth-session'
import { codeOf } from './failure'
import { eventually, next, statusOf } from './moments'
import { ada, grace, openScene, refreshPath } from './scene'
import { standStill } from './standstill'
import { createStorageArea } from './storage-area'

const blacklistPath = '/api/token/blacklist/'

async function openKept(options: Parameters<typeof openScene>[0] = {}) {
  const area = createStorageArea()
  const storage = webStorage(area, { scope: 'tab' })
  const scene = await openScene({ ...options, session: { storage, ...options.session } })
  await scene.session.login(ada)
  return { ...scene, area, record: () => area.getItem('auth-session') }
}

test('a logout ends the session here at once and then at the server', async () => {
  const { server, session, record } = await openKept()
  const gate = server.faults.next({ path: blacklistPath }, { kind: 'gate' })
  const told = next(session, 'loggedOut')
  const done = session.logout()
  await told
  expect(session.getSnapshot()).toMatchObject({ status: 'loggedOut', loggedIn: false, user: null, claims: null })
  expect(record()).toBeNull()
  expect(await codeOf(session.accessToken())).toBe('logged_out')
  await gate.arrived
  gate.release()
  await done
  expect(await server.families()).toMatchObject([{ alive: false, revoked: 'signed-out' }])
  expect(session.getSnapshot().endReason).toBeNull()
})

describe.each(['request', 'answer'] as const)('during a renewal that the server holds before its %s', (hold) => {
  test.each([false, true])('a logout stays one, and nothing is left alive (rotation: %j)', async (rotation) => {
    const scene = await openKept({ server: { rotation } })
    const { server, session, record } = scene
    const { release, first } = await standStill(scene, hold)
    const waiting = [first, session.fetch(scene.url('/api/a/')), session.accessToken()].map(codeOf)
    await session.logout()
    expect(await Promise.all(waiting)).toEqual(['logged_out', 'logged_out', 'logged_out'])
    const statuses: string[] = []
    session.subscribe(({ status }) => void statuses.push(status))
    release()
    await eventually(() => expect(server.requests.every(({ status }) => status !== null)).toBe(true))
    await eventually(async () => expect(await server.families()).toMatchObject([{ alive: false }]))
    expect(session.getSnapshot()).toMatchObject({ status: 'loggedOut', loggedIn: false })
    expect(statuses.filter((status) => status !== 'loggedOut')).toEqual([])
    expect(record()).toBeNull()
    expect(server.count({ path: '/api/a/' })).toBe(0)
  })
})

test('a login as another during a renewal: the first user’s requests are never sent with the new token', async () => {
  const scene = await openKept({ server: { rotation: true } })
  const { server, session, url, record } = scene
  const { release, first } = await standStill(scene, 'answer')
  const waiting = [first, session.fetch(url('/api/a/')), session.fetch(url('/api/b/'), { hold: true })].map(codeOf)
  await session.login(grace)
  expect(await Promise.all(waiting)).toEqual(['session_changed', 'session_changed', 'session_changed'])
  release()
  expect((await session.fetch(url('/api/me/'))).status).toBe(200)
  const seen = server.requests.filter(({ path }) => path !== refreshPath && !path.startsWith('/api/token/'))
  expect(seen.map(({ path, bearer }) => [path, bearer!.username])).toEqual([
    ['/api/first/', 'ada'],
    ['/api/me/', 'grace'],
  ])
  await eventually(async () =>
    expect(await server.families()).toMatchObject([
      { username: 'ada', alive: false },
      { username: 'grace', alive: true },
    ]),
  )
  expect(JSON.parse(record()!)).toMatchObject({ subject: '2', generation: 1 })
})

test('a request of the first user that is refused after another has logged in is not sent again', async () => {
  const { server, session, url, refreshes } = await openKept()
  await server.revokeAccess()
  const gate = server.faults.next({ path: '/api/mine/' }, { kind: 'gate', hold: 'answer' })
  const mine = codeOf(session.fetch(url('/api/mine/')))
  await gate.arrived
  await session.login(grace)
  gate.release()
  expect(await mine).toBe('session_changed')
  expect(server.count({ path: '/api/mine/' })).toBe(1)
  expect(refreshes()).toBe(0)
})

test('a login that replaces another revokes its refresh token', async () => {
  const { server, session } = await openKept()
  await session.login(ada)
  await eventually(async () => expect(await server.families()).toMatchObject([{ alive: false }, { alive: true }]))
})

test('the access token is refused, so one renewal is made for the revocation alone', async () => {
  const { server, session, record } = await openKept({
    server: { rotation: true },
    backend: { paths: { logout: '/api/logout/' } },
  })
  await server.revokeAccess()
  await session.logout()
  expect(await server.families()).toMatchObject([{ alive: false }])
  expect(session.getSnapshot()).toMatchObject({ status: 'loggedOut', loggedIn: false })
  expect(record()).toBeNull()
})

test('a refresh token that is blacklisted already counts as revoked', async () => {
  const { server, session } = await openKept()
  await server.revokeFamilies()
  await session.logout()
  expect(session.getSnapshot().status).toBe('loggedOut')
  expect(server.count({ path: blacklistPath })).toBe(1)
})

test('other devices stay logged in unless everywhere is asked for', async () => {
  const { server, session, openSession, backend } = await openKept()
  const phone = openSession({ storage: webStorage(createStorageArea(), { scope: 'tab' }) })
  await phone.login(ada)
  await session.logout()
  expect(await server.families()).toMatchObject([{ alive: false }, { alive: true }])

  const asked: boolean[] = []
  const revoke: typeof backend.revoke = (tokens, scope, call) => {
    asked.push(scope.everywhere)
    return backend.revoke(tokens, scope, call)
  }
  const tablet = openSession({
    backend: { ...backend, revoke },
    storage: webStorage(createStorageArea(), { scope: 'tab' }),
  })
  await tablet.login(ada)
  await tablet.logout({ everywhere: true })
  expect(asked).toEqual([true])
})

test('logout resolves and is final where the server cannot be reached', async () => {
  const { server, session, record } = await openKept()
  server.network(false)
  await session.logout()
  expect(session.getSnapshot()).toMatchObject({ status: 'loggedOut', loggedIn: false })
  expect(record()).toBeNull()
})

test('logout resolves after requestTimeout where the server does not answer', async () => {
  const { server, session } = await openKept({ session: { renewal: { requestTimeout: 100 } } })
  server.faults.next({ path: blacklistPath }, { kind: 'hang' })
  await session.logout()
  expect(session.getSnapshot().status).toBe('loggedOut')
})

test('a second logout changes nothing', async () => {
  const { server, session } = await openKept()
  const told: string[] = []
  session.on('loggedOut', ({ by }) => void told.push(by))
  await Promise.all([session.logout(), session.logout()])
  await session.logout()
  expect(told).toEqual(['user'])
  expect(server.count({ path: blacklistPath })).toBe(1)
  expect(session.getSnapshot().status).toBe('loggedOut')
})

test('what waits to be sent is dropped as logged_out, and what is on the wire is answered', async () => {
  const { server, session, url } = await openKept()
  const gate = server.faults.next({ path: '/api/sent/' }, { kind: 'gate' })
  const sent = session.fetch(url('/api/sent/'))
  await gate.arrived
  await session.logout()
  gate.release()
  expect((await sent).status).toBe(200)
  await statusOf(session, 'loggedOut')
})
