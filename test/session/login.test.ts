import { describe, expect, test } from 'vitest'
import { AuthSessionError } from 'xstate-auth-session'
import { codeOf, failure } from './failure'
import { eventually, next } from './moments'
import { ada, grace, openScene, openTimedScene } from './scene'

const loginPath = '/api/token/'

test('a login tells who and when', async () => {
  const { session, clock } = await openTimedScene()
  const told = next(session, 'loggedIn')
  await session.login(ada)
  const { stamp } = session.actor.getSnapshot().context
  expect(await told).toEqual({ type: 'loggedIn', stamp, by: 'user' })
  expect(stamp).toEqual({ epoch: expect.stringMatching(/^1\../), generation: 1 })
  expect(session.getSnapshot().lastLogin).toEqual({ method: 'password', at: clock.now() })
})

test('a login by another method is told apart, and brings the user that the server describes', async () => {
  const { server, session } = await openScene()
  await session.login('google', { access_token: 'google-ada' })
  expect(session.getSnapshot()).toMatchObject({
    status: 'authenticated',
    user: { id: 1, username: 'ada', name: 'Ada Lovelace' },
    lastLogin: { method: 'google' },
  })
  expect(server.count({ path: '/api/social/google/', status: 200 })).toBe(1)
})

test('a method that the backend does not have is unsupported', async () => {
  const { server, session } = await openScene()
  const error = await failure(session.login('fax' as 'google', { access_token: 'x' }))
  expect(error).toBeInstanceOf(AuthSessionError)
  expect(error).toMatchObject({ code: 'unsupported', message: expect.stringContaining('fax') })
  expect(server.count()).toBe(0)
})

test.each([undefined, null, 5, 'google-only-a-name'])('credentials that are %o are refused', async (credentials) => {
  const { server, session } = await openScene()
  const error = await failure(session.login(credentials as never))
  expect(error).toBeInstanceOf(Error)
  expect(server.count()).toBe(0)
  expect(session.getSnapshot().loggedIn).toBe(false)
})

describe('a rejected login', () => {
  test('says why, with the status and the server’s details, and changes nothing', async () => {
    const { session } = await openScene()
    await session.start()
    const before = session.getSnapshot()
    const error = await failure(session.login({ ...ada, password: 'guess' }))
    expect(error).toMatchObject({
      name: 'AuthSessionError',
      code: 'login_rejected',
      status: 401,
      details: { detail: 'No active account found with the given credentials' },
    })
    expect(session.getSnapshot()).toBe(before)
  })

  test('leaves the user who is logged in logged in', async () => {
    const { session, url } = await openScene()
    await session.login(ada)
    const before = session.getSnapshot()
    expect(await codeOf(session.login({ ...grace, password: 'guess' }))).toBe('login_rejected')
    expect(session.getSnapshot()).toBe(before)
    const response = await session.fetch(url('/api/me/'))
    expect(await response.json()).toMatchObject({ username: 'ada' })
  })

  const password = 'correct horse'
  test.each<[string, unknown, unknown]>([
    ['as a value', { password: [password] }, { password: ['[removed]'] }],
    ['within a sentence', { detail: `'${password}' is too short` }, { detail: "'[removed]' is too short" }],
    ['as a name', { [password]: ['unknown'] }, { '[removed]': ['unknown'] }],
    [
      'deep inside',
      { errors: [{ sent: { password, at: 1 } }] },
      { errors: [{ sent: { password: '[removed]', at: 1 } }] },
    ],
    ['as plain JSON', password, '[removed]'],
  ])('never shows the password, though the server echoes it %s', async (_, body, details) => {
    const { server, session } = await openScene()
    const answer = { kind: 'status', status: 400, body: JSON.stringify(body) } as const
    server.faults.next({ path: loginPath }, answer)
    const error = await failure(session.login({ username: 'ada', password }))
    expect(error).toMatchObject({ code: 'login_rejected', status: 400, details })
  })

  test('shows the other details as they are', async () => {
    const { server, session } = await openScene()
    const body = { non_field_errors: ['Locked'], code: 7, retry: true, hint: null, username: ['ada is locked'] }
    server.faults.next({ path: loginPath }, { kind: 'status', status: 403, body })
    expect(await failure(session.login(ada))).toMatchObject({ code: 'login_rejected', status: 403, details: body })
  })
})

describe('a login that cannot be made', () => {
  test.each([408, 429, 500, 502, 503])('is unreachable where the server answers %i', async (status) => {
    const { server, session } = await openScene()
    server.faults.next({ path: loginPath }, { kind: 'status', status })
    expect(await failure(session.login(ada))).toMatchObject({ code: 'unreachable', status })
    await session.login(ada)
    expect(session.getSnapshot().status).toBe('authenticated')
  })

  test('is unreachable where there is no network, with a cause that names no address', async () => {
    const { server, session, url } = await openScene()
    server.network(false)
    const error = (await failure(session.login(ada))) as AuthSessionError
    expect(error).toMatchObject({ code: 'unreachable', cause: expect.any(Error) })
    expect(String((error.cause as Error).message)).not.toContain(url(''))
    server.network(true)
    await session.login(ada)
    expect(session.getSnapshot().status).toBe('authenticated')
  })

  test('is unreachable where the server takes longer than requestTimeout', async () => {
    const { server, session } = await openScene({ session: { renewal: { requestTimeout: 100 } } })
    server.faults.next({ path: loginPath }, { kind: 'hang' })
    expect(await codeOf(session.login(ada))).toBe('unreachable')
    expect(session.getSnapshot().loggedIn).toBe(false)
  })

  test('is unreachable where the server redirects, and says what to check', async () => {
    const { session } = await openScene({ backend: { paths: { login: '/api/token' } } })
    const error = await failure(session.login(ada))
    expect(error).toMatchObject({
      code: 'unreachable',
      status: 301,
      message: expect.stringContaining('trailing slash'),
    })
  })
})

describe('two logins at once', () => {
  test.each([
    ['first', 'second'],
    ['second', 'first'],
  ])('the last one begun wins where the %s is answered before the %s', async (early) => {
    const { server, session } = await openScene()
    const gates = [1, 2].map(() => server.faults.next({ path: loginPath }, { kind: 'gate', hold: 'answer' }))
    const first = session.login(ada)
    const rejected = failure(first)
    await gates[0]!.arrived
    const second = session.login(grace)
    expect(await rejected).toMatchObject({ name: 'AuthSessionError', code: 'session_changed' })
    await gates[1]!.arrived
    for (const gate of early === 'first' ? gates : [...gates].reverse()) {
      gate.release()
      await new Promise((resolve) => setImmediate(resolve))
    }
    await second
    expect(session.getSnapshot()).toMatchObject({ status: 'authenticated', claims: { user_id: 2 } })
    await eventually(async () =>
      expect(await server.families()).toMatchObject([
        { username: 'ada', alive: false },
        { username: 'grace', alive: true },
      ]),
    )
  })

  test('a failure of the last one leaves nobody logged in', async () => {
    const { server, session } = await openScene()
    const gate = server.faults.next({ path: loginPath }, { kind: 'gate', hold: 'answer' })
    const first = codeOf(session.login(ada))
    await gate.arrived
    expect(await codeOf(session.login({ ...grace, password: 'guess' }))).toBe('login_rejected')
    gate.release()
    expect(await first).toBe('session_changed')
    await eventually(async () => expect(await server.families()).toMatchObject([{ alive: false }]))
    expect(session.getSnapshot().loggedIn).toBe(false)
  })
})

test('a logout voids a login under way, and its grant is revoked', async () => {
  const { server, session } = await openScene()
  const gate = server.faults.next({ path: loginPath }, { kind: 'gate', hold: 'answer' })
  const login = codeOf(session.login(ada))
  await gate.arrived
  await session.logout()
  expect(await login).toBe('session_changed')
  gate.release()
  await eventually(async () => expect(await server.families()).toMatchObject([{ alive: false }]))
  expect(session.getSnapshot()).toMatchObject({ status: 'loggedOut', loggedIn: false })
})

test('tokens that are set void a login under way', async () => {
  const { server, session, openSession } = await openScene()
  const other = openSession()
  await other.login(grace)
  const accessToken = await other.accessToken()
  const gate = server.faults.next({ path: loginPath }, { kind: 'gate', hold: 'answer' })
  const login = codeOf(session.login(ada))
  await gate.arrived
  await session.setTokens({ accessToken })
  expect(await login).toBe('session_changed')
  gate.release()
  await eventually(async () => expect(await server.families()).toMatchObject([{ alive: true }, { alive: false }]))
  expect(session.getSnapshot()).toMatchObject({ status: 'authenticated', claims: { user_id: 2 } })
})

test('a request that is sent while a login is under way is not that user’s', async () => {
  const { server, session, url } = await openScene()
  await session.login(ada)
  const gate = server.faults.next({ path: loginPath }, { kind: 'gate' })
  const login = session.login(grace)
  await gate.arrived
  const response = await session.fetch(url('/api/me/'))
  expect(await response.json()).toMatchObject({ username: 'ada' })
  gate.release()
  await login
})
