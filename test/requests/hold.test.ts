import { expect, test } from 'vitest'
import { codeOf } from '../session/failure'
import { next, snapshotWhere, statusOf } from '../session/moments'
import { ada, grace, openScene, openTimedScene, type Scene } from '../session/scene'

const draft = (url: string) =>
  [url, { method: 'POST', body: 'a draft', hold: true, headers: { 'X-Request-Id': 'draft' } }] as const

const seen = ({ server }: Scene) =>
  server.requests
    .filter(({ requestId }) => requestId === 'draft')
    .map(({ bearer, status }) => [bearer!.username, status])

/** Ada's session has ended, and her request is held: it was refused, and the renewal too. */
async function holdRefused(options: Parameters<typeof openScene>[0] = {}) {
  const scene = await openTimedScene(options)
  const { server, session, url } = scene
  await session.login(ada)
  await server.revokeFamilies()
  const held = session.fetch(...draft(url('/api/drafts/')))
  held.catch(() => {})
  await statusOf(session, 'expired')
  return { ...scene, held }
}

/** Ada's session has ended, and then she makes a request that is held. */
async function holdLate() {
  const scene = await openTimedScene()
  const { server, session, url } = scene
  await session.login(ada)
  await server.revokeFamilies()
  expect(await codeOf(session.fetch(url('/api/me/')))).toBe('session_expired')
  const held = session.fetch(...draft(url('/api/drafts/')))
  held.catch(() => {})
  return { ...scene, held }
}

test.each([
  [
    'refused before the end',
    holdRefused,
    [
      ['ada', 401],
      ['ada', 200],
    ],
  ],
  ['made after the end', holdLate, [['ada', 200]]],
])('a held request that was %s is sent once when the same user is back', async (_, hold, expected) => {
  const scene = await hold()
  const { session, server, held } = scene
  await session.login(ada)
  expect((await held).status).toBe(200)
  expect(seen(scene)).toEqual(expected)
  expect(server.executions.get('draft')).toBe(1)
  expect(await held.then((response) => response.json())).toMatchObject({ user: 'ada' })
})

test.each([
  ['refused before the end', holdRefused],
  ['made after the end', holdLate],
])('a held request that was %s is never sent for another user', async (_, hold) => {
  const scene = await hold()
  const { session, server, held } = scene
  await session.login(grace)
  expect(await codeOf(held)).toBe('session_changed')
  expect(seen(scene).filter(([user]) => user === 'grace')).toEqual([])
  expect(server.executions.get('draft')).toBeUndefined()
})

test.each([
  ['refused before the end', holdRefused],
  ['made after the end', holdLate],
])('a logout drops a held request that was %s', async (_, hold) => {
  const scene = await hold()
  const { session, server, held } = scene
  await session.logout()
  expect(await codeOf(held)).toBe('logged_out')
  expect(server.executions.get('draft')).toBeUndefined()
})

test.each([
  ['refused before the end', holdRefused],
  ['made after the end', holdLate],
])('acknowledging the end drops a held request that was %s', async (_, hold) => {
  const { session, server, held } = await hold()
  session.acknowledge()
  expect(session.getSnapshot()).toMatchObject({ status: 'anonymous', endReason: null })
  expect(await codeOf(held)).toBe('session_expired')
  expect(server.executions.get('draft')).toBeUndefined()
})

test('a held request is dropped after queue.holdFor', async () => {
  const { session, held, clock, server } = await holdRefused({ session: { queue: { holdFor: 60_000 } } })
  clock.advance(59_999)
  expect(session.getSnapshot().status).toBe('expired')
  clock.advance(1)
  expect(await codeOf(held)).toBe('session_expired')
  await session.login(ada)
  expect(server.executions.get('draft')).toBeUndefined()
})

test('a user whom nobody can name is another user', async () => {
  const { session, server, held, openSession } = await holdRefused()
  const other = openSession()
  await other.login(ada)
  const accessToken = await other.accessToken()
  await session.setTokens({ accessToken, refreshToken: null, subject: 'somebody' })
  expect(await codeOf(held)).toBe('session_changed')
  expect(server.executions.get('draft')).toBeUndefined()
})

test('an aborted request is held no longer', async () => {
  const scene = await openScene()
  const { server, session, url } = scene
  await session.login(ada)
  await server.revokeFamilies()
  const expired = next(session, 'expired')
  const abort = new AbortController()
  const [address, init] = draft(url('/api/drafts/'))
  const held = session.fetch(address, { ...init, signal: abort.signal })
  const reason = new Error('the tab was closed')
  const rejected = held.catch((error: unknown) => error)
  await expired
  await snapshotWhere(session, (snapshot) => snapshot.held === 1)
  abort.abort(reason)
  expect(await rejected).toBe(reason)
  await session.login(ada)
  expect(seen(scene)).toEqual([['ada', 401]])
})

test('the snapshot tells how many are held, and the end is told before anybody logs in', async () => {
  const { session, held } = await holdRefused()
  await snapshotWhere(session, (snapshot) => snapshot.held === 1)
  expect(session.getSnapshot()).toMatchObject({ status: 'expired', loggedIn: false, endReason: 'rejected', held: 1 })
  session.acknowledge()
  expect(await codeOf(held)).toBe('session_expired')
})

test('without hold, a request in an expired session is rejected at once', async () => {
  const { session, url, server } = await holdRefused()
  const before = server.count()
  expect(await codeOf(session.fetch(url('/api/me/')))).toBe('session_expired')
  expect(server.count()).toBe(before)
})
