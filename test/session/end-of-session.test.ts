import { expect, test } from 'vitest'
import { codeOf } from './failure'
import { eventually, next, snapshotWhere, statusOf } from './moments'
import { ada, openScene, openTimedScene, refreshPath, strict } from './scene'

test('fifty callers and a refused renewal: all are told that the session has expired, after one refresh call', async () => {
  const { server, session, refreshes, url } = await openScene()
  await session.login(ada)
  await server.revokeFamilies()
  const gate = server.faults.next({ path: refreshPath }, { kind: 'gate' })
  const expired = next(session, 'expired')
  const callers = Array.from({ length: 50 }, (_, index) => codeOf(session.fetch(url(`/api/items/${index}/`))))
  await snapshotWhere(session, ({ waiting }) => waiting === 50)
  gate.release()

  expect(await Promise.all(callers)).toEqual(Array(50).fill('session_expired'))
  expect(await expired).toEqual({ type: 'expired', reason: 'rejected' })
  expect(refreshes()).toBe(1)
  const { status, loggedIn, endReason, user, claims, expiresAt } = session.getSnapshot()
  expect({ status, loggedIn, endReason, user, claims, expiresAt }).toEqual({
    status: 'expired',
    loggedIn: false,
    endReason: 'rejected',
    user: null,
    claims: null,
    expiresAt: null,
  })

  const before = server.count()
  const further = Array.from({ length: 20 }, () => codeOf(session.fetch(url('/api/me/'))))
  expect(await Promise.all(further)).toEqual(Array(20).fill('session_expired'))
  expect(server.count()).toBe(before)
})

test('a timed renewal that is refused ends the session without anybody asking', async () => {
  const { server, session, clock, refreshes } = await openTimedScene()
  await session.login(ada)
  await server.revokeFamilies()
  clock.advance(10_000)
  await statusOf(session, 'expired')
  expect(session.getSnapshot()).toMatchObject({ endReason: 'rejected', loggedIn: false })
  clock.advance(600_000)
  expect(refreshes()).toBe(1)
})

test('a refresh token whose own exp has passed is not sent', async () => {
  const { session, clock, refreshes, url, server } = await openTimedScene({
    server: { rotation: false, refreshLifetime: 60 },
  })
  await session.login(ada)
  clock.sleep(61_000)
  expect(await codeOf(session.fetch(url('/api/me/')))).toBe('session_expired')
  expect(session.getSnapshot()).toMatchObject({ status: 'expired', endReason: 'refresh_token_expired' })
  expect(refreshes()).toBe(0)
  expect(server.count({ path: '/api/me/' })).toBe(0)
})

test('the last access token is used up when the refresh token has run out', async () => {
  const { server, session, clock, refreshes, url } = await openTimedScene({
    server: { rotation: false, refreshLifetime: 15 },
  })
  await session.login(ada)
  const renewed = next(session, 'renewed')
  clock.advance(10_000)
  await renewed
  await statusOf(session, 'authenticated')
  clock.advance(10_000)
  await eventually(() => expect(session.actor.getSnapshot().context.exhausted).toBe(true))
  expect(session.getSnapshot()).toMatchObject({ status: 'authenticated', endReason: null })
  expect((await session.fetch(url('/api/me/'))).status).toBe(200)

  const expired = next(session, 'expired')
  clock.advance(10_000)
  expect(await expired).toEqual({ type: 'expired', reason: 'refresh_token_expired' })
  expect(await codeOf(session.fetch(url('/api/me/')))).toBe('session_expired')
  expect(refreshes()).toBe(1)
  expect(server.count({ path: '/api/me/', status: 401 })).toBe(0)
})

test('the last access token, refused, ends the session', async () => {
  const { server, session, clock, refreshes, url } = await openTimedScene({
    server: { rotation: false, refreshLifetime: 8 },
  })
  await session.login(ada)
  clock.advance(10_000)
  await eventually(() => expect(session.actor.getSnapshot().context.exhausted).toBe(true))
  await server.revokeAccess()
  expect(await codeOf(session.fetch(url('/api/me/')))).toBe('session_expired')
  expect(session.getSnapshot()).toMatchObject({ status: 'expired', endReason: 'access_token_refused' })
  expect(refreshes()).toBe(0)
})

test('a session without a refresh token is warned about its end, and ends with it', async () => {
  const { session, clock, openSession, url, refreshes } = await openTimedScene()
  await session.login(ada)
  const other = openSession()
  await other.setTokens({ accessToken: await session.accessToken() })
  const told: string[] = []
  other.on('expiring', ({ expiresAt }) => void told.push(`expiring at ${expiresAt}`))
  other.on('expired', ({ reason }) => void told.push(reason))
  const { expiresAt } = other.getSnapshot()
  clock.advance(18_000)
  expect((await other.fetch(url('/api/me/'))).status).toBe(200)
  clock.advance(2_000)
  expect(told).toEqual([`expiring at ${expiresAt}`, 'access_token_expired'])
  expect(other.getSnapshot()).toMatchObject({ status: 'expired', endReason: 'access_token_expired' })
  expect(refreshes()).toBeLessThanOrEqual(1)
})

test('a session without a refresh token ends at a refusal that the backend calls final, and at no other', async () => {
  const { server, session, openSession, url } = await openScene()
  await session.login(ada)
  const other = openSession()
  await other.setTokens({ accessToken: await session.accessToken() })
  const path = '/api/moody/'
  server.faults.next({ path }, { kind: 'status', status: 401, body: { code: 'not_for_you' } })
  expect((await other.fetch(url(path))).status).toBe(401)
  expect(other.getSnapshot().status).toBe('authenticated')

  await server.revokeAccess()
  expect(await codeOf(other.fetch(url(path)))).toBe('session_expired')
  expect(other.getSnapshot()).toMatchObject({ status: 'expired', endReason: 'access_token_refused' })
})

test('a refused renewal whose predecessor’s answer was lost says so', async () => {
  const { server, session, url, refreshes } = await openScene({ server: strict })
  await session.login(ada)
  await server.revokeAccess()
  server.faults.next({ path: refreshPath }, { kind: 'dropAfter' })
  expect(await codeOf(session.fetch(url('/api/me/')))).toBe('session_expired')
  expect(session.getSnapshot()).toMatchObject({ status: 'expired', endReason: 'answer_lost' })
  expect(refreshes()).toBe(2)
})

test('after the end, a login begins another session', async () => {
  const { server, session, url } = await openScene()
  await session.login(ada)
  await server.revokeFamilies()
  expect(await codeOf(session.fetch(url('/api/me/')))).toBe('session_expired')
  await session.login(ada)
  expect(session.getSnapshot()).toMatchObject({ status: 'authenticated', endReason: null })
  expect((await session.fetch(url('/api/me/'))).status).toBe(200)
})

test('acknowledge leads from expired to anonymous, and anywhere else to nothing', async () => {
  const { server, session, url } = await openScene()
  await session.login(ada)
  session.acknowledge()
  expect(session.getSnapshot().status).toBe('authenticated')
  await server.revokeFamilies()
  expect(await codeOf(session.fetch(url('/api/me/')))).toBe('session_expired')
  session.acknowledge()
  expect(session.getSnapshot()).toMatchObject({ status: 'anonymous', endReason: null })
  session.acknowledge()
  expect(session.getSnapshot().status).toBe('anonymous')
  expect((await session.fetch(url('/api/public/'))).status).toBe(200)
})
