import { expect, onTestFinished, test } from 'vitest'
import { createAuthSession } from 'xstate-auth-session'
import { cookieSession } from 'xstate-auth-session/backends'
import { failure } from '../../session/failure'
import { createHandClock } from '../../session/hand-clock'
import { ada, grace } from '../../session/scene'
import { createCookieJar } from './cookie-jar'
import { createDjRestAuthApi, type DjRestAuthSettings } from './dj-rest-auth-api'

const baseUrl = 'https://api.example.com'
const LOGIN = '/dj-rest-auth/login/'
const REFRESH = '/dj-rest-auth/token/refresh/'
const LOGOUT = '/dj-rest-auth/logout/'
const NOTES = '/api/notes/'

/** Set up as the page says, without a profile view: the login tells the user. */
function openPage(settings: Omit<DjRestAuthSettings, 'now'> = {}) {
  const clock = createHandClock()
  const api = createDjRestAuthApi({ now: clock.now, ...settings })
  const jar = createCookieJar(api.fetch)
  const openSession = () => {
    const paths = { login: LOGIN, refresh: REFRESH, logout: LOGOUT, profile: '/dj-rest-auth/user/' }
    const backend = cookieSession({ baseUrl, access: 'cookie', paths, cookies: jar.document })
    const session = createAuthSession({ backend, clock, fetch: jar.fetch, renewal: { jitter: 0 } })
    onTestFinished(() => session.dispose())
    return session
  }
  const session = openSession()
  const write = async () => (await session.fetch(baseUrl + NOTES, { method: 'POST' })).json()
  return { ...api, clock, jar, openSession, session, write }
}

test('logs in, renews in time, and logs out', async () => {
  const { session, clock, asked, alive, jar, write } = openPage({ JWT_AUTH_RETURN_EXPIRATION: true })
  await session.login(ada)
  expect(session.getSnapshot()).toMatchObject({
    status: 'authenticated',
    user: { pk: 1, username: 'ada' },
    expiresAt: clock.now() + 300_000,
  })
  expect(await write()).toEqual({ username: 'ada' })
  clock.advance(250_000)
  await expect.poll(() => session.getSnapshot().expiresAt).toBe(clock.now() + 300_000)
  expect(await write()).toEqual({ username: 'ada' })
  await session.logout()
  expect(asked).toEqual([LOGIN, NOTES, REFRESH, NOTES, LOGOUT])
  expect([jar.get('my-app-auth'), jar.get('my-refresh-token')]).toEqual([null, null])
  expect([...alive.keys()].filter((token) => atob(token.split('.')[1] ?? '').includes('refresh'))).toEqual([])
})

test('where the login does not tell when its token ends, the first 401 renews', async () => {
  const { session, alive, asked, write } = openPage()
  await session.login(ada)
  expect(session.getSnapshot().expiresAt).toBe(null)
  for (const token of alive.keys()) if (atob(token.split('.')[1] ?? '').includes('access')) alive.delete(token)
  expect(await write()).toEqual({ username: 'ada' })
  expect(asked).toEqual([LOGIN, NOTES, REFRESH, NOTES])
  expect(session.getSnapshot().expiresAt).not.toBe(null)
})

test('a wrong password is refused, and a spent token ends the session', async () => {
  const { session, alive, write } = openPage()
  expect(await failure(session.login({ ...ada, password: 'wrong' }))).toMatchObject({
    code: 'login_rejected',
    status: 400,
    details: { non_field_errors: ['Unable to log in with provided credentials.'] },
  })
  await session.login(ada)
  alive.clear()
  expect(await failure(write())).toMatchObject({ code: 'session_expired' })
  expect(session.getSnapshot()).toMatchObject({ status: 'expired', endReason: 'rejected' })
})

test('a renewal that brings another user’s token ends the session, though it tells no user', async () => {
  const { session, clock, openSession } = openPage({ JWT_AUTH_RETURN_EXPIRATION: true })
  await session.login(ada)
  await openSession().login(grace)
  clock.advance(250_000)
  await expect.poll(() => session.getSnapshot()).toMatchObject({ status: 'expired', endReason: 'rejected' })
})
