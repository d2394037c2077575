import { afterEach, expect, test } from 'vitest'
import { type AuthSession, createAuthSession } from 'xstate-auth-session'
import { createFakeBackend, createSimulatedTime } from 'xstate-auth-session/testing'

const open: AuthSession[] = []
afterEach(() => {
  for (const session of open.splice(0)) session.dispose()
})

function scene(accessLifetime = 60) {
  const time = createSimulatedTime()
  const fake = createFakeBackend({ accessLifetime, now: time.now })
  const session = createAuthSession({ backend: fake.backend, fetch: fake.fetch, clock: time.clock })
  open.push(session)
  return { time, fake, session }
}

const me = 'https://api.test/api/me/'

test('a whole session lives on simulated time: an hour passes, and every request has a good token', async () => {
  const { time, fake, session } = scene()
  await session.login({ username: 'ada', password: 'lovelace' })
  for (let minute = 0; minute < 60; minute++) {
    expect((await session.fetch(me)).status).toBe(200)
    await time.advance(60_000)
  }
  const sent = fake.requests.filter(({ path }) => path === '/api/me/')
  expect(sent).toHaveLength(60)
  expect(fake.count('/api/token/')).toBe(1)
  expect(session.getSnapshot()).toMatchObject({ status: 'authenticated', loggedIn: true, endReason: null })
})

test('a laptop sleeps past the end of the token: the first request after it carries a fresh one', async () => {
  const { time, fake, session } = scene()
  await session.login({ username: 'ada', password: 'lovelace' })
  time.sleep(3_600_000)
  expect((await session.fetch(me)).status).toBe(200)
  expect(fake.count('/api/me/')).toBe(1)
  expect(fake.count('/api/token/refresh/')).toBe(1)
})

test('a dead network for ten minutes logs nobody out, and the first caller after it is answered within two seconds', async () => {
  const { time, fake, session } = scene()
  await session.login({ username: 'ada', password: 'lovelace' })
  fake.network(false)
  await time.advance(600_000)
  expect(session.getSnapshot()).toMatchObject({ status: 'queuedRetry', degraded: true, loggedIn: true })
  fake.network(true)
  const answer = session.fetch(me)
  await time.advance(2_000)
  expect((await answer).status).toBe(200)
})

test('what a server refuses for good ends the session with its reason', async () => {
  const { time, fake, session } = scene()
  await session.login({ username: 'ada', password: 'lovelace' })
  fake.revokeRefresh()
  await time.advance(60_000)
  expect(session.getSnapshot()).toMatchObject({ status: 'expired', endReason: 'rejected' })
  await expect(session.fetch(me)).rejects.toMatchObject({ code: 'session_expired' })
})

test('an interception sees every request and may answer it', async () => {
  const { fake, session } = scene()
  await session.login({ username: 'ada', password: 'lovelace' })
  const stop = fake.intercept(({ path }) => (path === '/api/me/' ? new Response('teapot', { status: 418 }) : undefined))
  expect((await session.fetch(me)).status).toBe(418)
  stop()
  expect((await session.fetch(me)).status).toBe(200)
})
