import { inspect } from 'node:util'
import { expect, test, vi } from 'vitest'
import { AuthSessionError, webStorage } from 'xstate-auth-session'
import { failure } from './failure'
import { next } from './moments'
import { passTime } from './pass-time'
import { ada, openScene, openTimedScene } from './scene'
import { createStorageArea } from './storage-area'

const SLASH = /trailing slash/

test('a refresh path without its slash: the delay says so, callers are told in time, and the session is kept', async () => {
  const area = createStorageArea()
  const { server, session, url, clock } = await openTimedScene({
    backend: { paths: { refresh: '/api/token/refresh' } },
    session: { storage: webStorage(area, { scope: 'tab' }) },
  })
  await session.login(ada)
  const record = area.getItem('auth-session')
  await server.revokeAccess()
  const delayed = next(session, 'renewalDelayed')
  const errors: unknown[] = []
  const callers = ['a', 'b'].map((name) => failure(session.fetch(url(`/api/${name}/`))))
  for (const caller of callers) caller.then((error) => errors.push(error))
  expect(await delayed).toMatchObject({ cause: 'misconfigured', status: 301, hint: expect.stringMatching(SLASH) })
  await passTime(clock, 40_000, () => errors.length === 2)
  for (const error of errors) {
    expect(error).toMatchObject({ name: 'AuthSessionError', code: 'queue_timeout' })
    expect(String((error as AuthSessionError).cause)).toMatch(SLASH)
  }
  expect(session.getSnapshot()).toMatchObject({ loggedIn: true, degraded: true, endReason: null, waiting: 0 })
  expect(area.getItem('auth-session')).toBe(record)
  const tries = server.count({ path: '/api/token/refresh', status: 301 })
  expect([tries > 1, tries < 10]).toEqual([true, true])
  expect(server.count({ path: '/api/token/refresh/' })).toBe(0)
})

test('a refresh path without its slash: while the token is good, requests are answered', async () => {
  const { session, url, clock } = await openTimedScene({ backend: { paths: { refresh: '/api/token/refresh' } } })
  await session.login(ada)
  const delayed = next(session, 'renewalDelayed')
  clock.advance(11_000)
  expect(await delayed).toMatchObject({ cause: 'misconfigured', status: 301, hint: expect.stringMatching(SLASH) })
  expect(session.getSnapshot()).toMatchObject({ status: 'refreshing', degraded: false })
  expect((await session.fetch(url('/api/me/'))).status).toBe(200)
})

test('a login path without its slash: the error says so, holds no password, and nothing is followed', async () => {
  const { server, session } = await openScene({ backend: { paths: { login: '/api/token' } } })
  const error = (await failure(session.login(ada))) as AuthSessionError
  expect(error).toBeInstanceOf(AuthSessionError)
  expect(error).toMatchObject({ code: 'unreachable', status: 301, message: expect.stringMatching(SLASH) })
  expect(inspect(error, { depth: 10, showHidden: true })).not.toContain(ada.password)
  expect([server.count({ path: '/api/token' }), server.count()]).toEqual([1, 1])
  expect(session.getSnapshot()).toMatchObject({ status: 'anonymous', loggedIn: false })
})

test.each([
  ['without its slash', '/api/logout', /failed with 301: .*trailing slash/],
  ['that only takes other methods', '/api/me/', /failed with 405: .*path of the logout view/],
])('a logout path %s: the user is logged out here, and the developer is told', async (_, logout, warning) => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
  const { server, session } = await openScene({ backend: { paths: { logout } } })
  await session.login(ada)
  await session.logout()
  expect(session.getSnapshot()).toMatchObject({ status: 'loggedOut', loggedIn: false, endReason: null })
  expect(server.count({ path: logout })).toBe(1)
  expect(server.count()).toBe(2)
  expect(await server.families()).toMatchObject([{ alive: true, revoked: null }])
  const warnings = warn.mock.calls.map(String)
  expect(warnings.filter((said) => warning.test(said))).toHaveLength(1)
})
