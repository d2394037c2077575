import { expect, test } from 'vitest'
import { codeOf } from './failure'
import { eventually, next } from './moments'
import { ada, grace, openScene, openTimedScene, type Scene, type Session } from './scene'
import { standStill } from './standstill'
import { unsignedToken } from './unsigned-token'

const stampOf = (session: Session) => session.actor.getSnapshot().context.stamp!

/** Tokens that were obtained elsewhere. */
async function obtain({ url }: Scene, credentials: typeof ada) {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(url('/api/token/'), { method: 'POST', headers, body: JSON.stringify(credentials) })
  const { access, refresh } = await response.json()
  return { accessToken: access as string, refreshToken: refresh as string }
}

test('tokens that are set begin a session where nobody is logged in', async () => {
  const scene = await openScene()
  const { session, url, server } = scene
  const told = next(session, 'loggedIn')
  await session.setTokens(await obtain(scene, ada))
  expect(await told).toMatchObject({ type: 'loggedIn', by: 'user', stamp: { generation: 1 } })
  expect(session.getSnapshot()).toMatchObject({
    status: 'authenticated',
    claims: { user_id: 1 },
    lastLogin: { method: 'tokens' },
  })
  await server.revokeAccess()
  expect((await session.fetch(url('/api/me/'))).status).toBe(200)
})

test('the same user’s tokens keep the session: nobody is logged in again, and who waits is served', async () => {
  const scene = await openScene()
  const { session, server, url } = scene
  await session.login(ada)
  const { epoch } = stampOf(session)
  const { release, first } = await standStill(scene)
  const waiting = [first, session.fetch(url('/api/a/'))]
  const told: string[] = []
  session.on('loggedIn', ({ type }) => void told.push(type))
  session.on('renewed', ({ type }) => void told.push(type))
  await session.setTokens(await obtain(scene, ada))
  expect((await Promise.all(waiting)).map(({ status }) => status)).toEqual([200, 200])
  expect(stampOf(session)).toEqual({ epoch, generation: 2 })
  expect(told).toEqual(['renewed'])
  release()
  await eventually(() => expect(server.requests.every(({ status }) => status !== null)).toBe(true))
  expect(stampOf(session)).toEqual({ epoch, generation: 2 })
  expect((await session.fetch(url('/api/me/'))).status).toBe(200)
})

test('another user’s tokens begin another session: who waits is rejected, and the old refresh token is revoked', async () => {
  const scene = await openScene()
  const { session, server, url } = scene
  await session.login(ada)
  const { epoch } = stampOf(session)
  const { release, first } = await standStill(scene)
  const waiting = [first, session.fetch(url('/api/a/'))].map(codeOf)
  await session.setTokens(await obtain(scene, grace))
  expect(await Promise.all(waiting)).toEqual(['session_changed', 'session_changed'])
  expect(stampOf(session)).toMatchObject({ generation: 1 })
  expect(stampOf(session).epoch).not.toBe(epoch)
  release()
  const response = await session.fetch(url('/api/me/'))
  expect(await response.json()).toMatchObject({ username: 'grace' })
  await eventually(async () => expect(await server.families()).toMatchObject([{ alive: false }, { alive: true }]))
  expect(server.count({ path: '/api/a/' })).toBe(0)
})

test('a user whom nobody can name begins another session, even where the token is the same', async () => {
  const { session, backend, openSession } = await openScene()
  const opaque = openSession({ backend: { ...backend, tokens: 'opaque' } })
  await opaque.setTokens({ accessToken: 'opaque-1' })
  const { epoch } = stampOf(opaque)
  await opaque.setTokens({ accessToken: 'opaque-1' })
  expect(stampOf(opaque).epoch).not.toBe(epoch)
  await session.start()
})

test('the grant’s own subject counts before the token’s', async () => {
  const { session } = await openScene()
  const exp = Math.floor(Date.now() / 1_000) + 600
  await session.setTokens({ accessToken: unsignedToken({ sub: 'a', exp }), subject: 'one' })
  const { epoch } = stampOf(session)
  await session.setTokens({ accessToken: unsignedToken({ sub: 'b', exp }), subject: 'one' })
  expect(stampOf(session)).toEqual({ epoch, generation: 2 })
  await session.setTokens({ accessToken: unsignedToken({ sub: 'b', exp }) })
  expect(stampOf(session).epoch).not.toBe(epoch)
})

test('expiresIn counts before the token’s own exp', async () => {
  const { session, clock } = await openTimedScene()
  const accessToken = unsignedToken({ sub: 'a', exp: clock.now() / 1_000 + 600 })
  await session.setTokens({ accessToken, expiresIn: 60, user: { name: 'Ada' } })
  expect(session.getSnapshot()).toMatchObject({ expiresAt: clock.now() + 60_000, user: { name: 'Ada' } })
})

test('a token that has run out is renewed before it is sent', async () => {
  const scene = await openTimedScene()
  const { session, server, url, clock, refreshes } = scene
  const grant = await obtain(scene, ada)
  clock.advance(60_000)
  await session.setTokens(grant)
  expect((await session.fetch(url('/api/me/'))).status).toBe(200)
  expect(refreshes()).toBe(1)
  expect(server.count({ status: 401 })).toBe(0)
})

test('tokens that are set after the end begin another session, and held requests of the same user are sent', async () => {
  const scene = await openScene()
  const { session, server, url } = scene
  await session.login(ada)
  await server.revokeFamilies()
  expect(await codeOf(session.fetch(url('/api/me/')))).toBe('session_expired')
  const held = session.fetch(url('/api/drafts/'), { hold: true })
  await session.setTokens(await obtain(scene, ada))
  expect((await held).status).toBe(200)
  expect(stampOf(session)).toMatchObject({ generation: 1 })
})

test('tokens that are set after a logout begin another session', async () => {
  const scene = await openScene()
  const { session, url } = scene
  await session.login(ada)
  await session.logout()
  await session.setTokens(await obtain(scene, ada))
  expect((await session.fetch(url('/api/me/'))).status).toBe(200)
})
