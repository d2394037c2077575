import { ClientSecretBasic, ClientSecretPost } from 'oauth4webapi'
import { describe, expect, test, vi } from 'vitest'
import { type AuthSessionError, webStorage } from 'xstate-auth-session'
import { memoryArea } from '../../../src/platform/memory-storage'
import { ada, SECRET } from './accounts'
import { openOidc, openOpaque } from './scene'

const PATIENCE = { timeout: 20_000 }

const codeOf = (error: unknown) => (error as AuthSessionError).code
const factsOf = ({ code, status, details }: AuthSessionError) => ({
  code,
  status,
  error: (details as { error?: string } | undefined)?.error,
})

describe.each([
  ['oidc-provider', openOidc],
  ['@node-oauth/oauth2-server', openOpaque],
])('with %s', (_, open) => {
  test('a login brings a token, and a bad one is refused with the server’s own words', async () => {
    const { session, ask } = await open()
    expect(await session.login({ ...ada, password: 'x' }).catch(factsOf)).toEqual({
      code: 'login_rejected',
      status: 400,
      error: 'invalid_grant',
    })
    expect(await session.login({ username: '', password: '' }).catch(factsOf)).toMatchObject({
      code: 'login_rejected',
      status: 400,
    })
    await session.login(ada)
    expect([await ask(), session.getSnapshot().status]).toEqual([200, 'authenticated'])
  })

  test('a token is renewed a minute before its end, and the refresh token with it', async () => {
    const { clock, server, session, logIn, ask } = await open()
    await logIn()
    const before = await session.accessToken()
    clock.advance(241_000)
    await vi.waitUntil(async () => (await session.accessToken()) !== before, PATIENCE)
    expect([await ask(), server.alive('RefreshToken')]).toEqual([200, 1])
  })

  test('a herd of 200 that is refused makes one renewal', async () => {
    const { server, session, logIn, ask } = await open()
    await logIn()
    expect(await ask()).toBe(200)
    server.refuseAccessTokens()
    const asked = server.count('/token')
    expect(new Set(await Promise.all(Array.from({ length: 200 }, () => ask())))).toEqual(new Set([200]))
    expect([server.count('/token') - asked, session.getSnapshot().status]).toEqual([1, 'authenticated'])
  })

  test('the session ends where its login has ended, or its user', async () => {
    for (const deed of ['endLogins', 'deactivate'] as const) {
      const { server, session, logIn, ask } = await open()
      await logIn()
      server[deed]()
      expect(await ask().catch(codeOf)).toBe('session_expired')
      expect(session.getSnapshot()).toMatchObject({ status: 'expired', endReason: 'rejected' })
    }
  })

  test('a server that is away keeps the session, and goes on when it is back', async () => {
    const { server, session, logIn, ask } = await open()
    await logIn()
    server.refuseAccessTokens()
    await server.restart(async () => {
      expect(await ask().catch(({ name }: Error) => name)).toBe('TypeError')
    })
    expect([await ask(), session.getSnapshot().status]).toEqual([200, 'authenticated'])
  })

  test('a logout leaves nothing alive at the server', async () => {
    const { server, session, logIn, ask } = await open()
    await logIn()
    server.refuseAccessTokens()
    await ask()
    await session.logout()
    expect([server.alive('RefreshToken'), session.getSnapshot().status]).toEqual([0, 'loggedOut'])
  })

  test('a reload restores the session', async () => {
    const storage = webStorage(memoryArea(), { scope: 'tab' })
    const { session, logIn, openSession, ask } = await open({}, { storage })
    await logIn()
    const { user } = session.getSnapshot()
    session.dispose()
    const reloaded = openSession()
    expect(await reloaded.start()).toBe('authenticated')
    expect([await ask(reloaded), reloaded.getSnapshot().user]).toEqual([200, user])
  })

  test.each([
    ['confidential', ClientSecretBasic(SECRET)],
    ['posting', ClientSecretPost(SECRET)],
  ])('a client that is %s proves itself, in renewals too', async (clientId, clientAuthentication) => {
    const { logIn, server, ask } = await open({ clientId, clientAuthentication })
    await logIn()
    server.refuseAccessTokens()
    expect(await ask()).toBe(200)
  })

  test.each([-600_000, 600_000])('a device whose clock is off by %i ms renews in time all the same', async (ahead) => {
    const { clock, server, session, logIn, ask } = await open({}, { ahead })
    await logIn()
    const asked = server.count('/token')
    clock.advance(230_000)
    expect([await ask(), server.count('/token') - asked]).toEqual([200, 0])
    clock.advance(15_000)
    await vi.waitUntil(() => server.count('/token') > asked, PATIENCE)
    expect(session.getSnapshot().loggedIn).toBe(true)
  })
})

describe('a token that was spent elsewhere', () => {
  const spend = async (url: string, refresh: string) => {
    const body = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: refresh, client_id: 'public' })
    return (await fetch(`${url}/token`, { method: 'POST', body })).status
  }
  const open = async (opened: typeof openOidc | typeof openOpaque) => {
    const area = memoryArea()
    const scene = await opened({}, { storage: webStorage(area, { scope: 'tab' }) })
    await scene.logIn()
    const { refreshToken } = JSON.parse(area.getItem('auth-session') ?? '')
    expect(await spend(scene.server.url, refreshToken)).toBe(200)
    return scene
  }

  test('ends the whole grant at oidc-provider', async () => {
    const { server, session, ask } = await open(openOidc)
    server.refuseAccessTokens()
    expect(await ask().catch(codeOf)).toBe('session_expired')
    expect([server.alive('RefreshToken'), session.getSnapshot().endReason]).toEqual([0, 'rejected'])
  })

  test('is refused by @node-oauth/oauth2-server, and who spent it lives on', async () => {
    const { server, session, ask } = await open(openOpaque)
    server.refuseAccessTokens()
    expect(await ask().catch(codeOf)).toBe('session_expired')
    expect([server.alive('RefreshToken'), session.getSnapshot().endReason]).toEqual([1, 'rejected'])
  })
})

test.each([
  ['invalid_client', 401, 'clientId', (body: string) => body.replace('client_id=public', 'client_id=nobody')],
  ['invalid_scope', 400, 'scope', (body: string) => `${body}&scope=openid+email`],
  ['unsupported_grant_type', 400, 'grant', (body: string) => body.replace('refresh_token&', 'implicit&')],
  ['invalid_request', 400, 'parameters', (body: string) => body.replace('refresh_token=', 'token=')],
])('%s keeps the session and says what to check', async (_, status, hint, spoil) => {
  const { server, session, logIn, ask } = await openOidc(
    {},
    {
      fetch(input, init) {
        const body = String(init?.body ?? '')
        return fetch(input, body.includes('grant_type=refresh_token') ? { ...init, body: spoil(body) } : init)
      },
    },
  )
  const delayed = new Promise((resolve) => session.on('renewalDelayed', resolve))
  await logIn()
  server.refuseAccessTokens()
  ask().catch(() => {})
  expect(await delayed).toMatchObject({ cause: 'misconfigured', status, hint: expect.stringContaining(hint) })
  expect(session.getSnapshot()).toMatchObject({ status: 'queuedRetry', loggedIn: true })
})

test('an access token that nothing renews is the caller’s 401', async () => {
  const { server, session, logIn, ask } = await openOidc({ clientId: 'no-refresh' })
  await logIn()
  server.refuseAccessTokens()
  expect([await ask(), session.getSnapshot().loggedIn]).toEqual([401, true])
})

test('where there is no revocation a logout ends the session here alone', async () => {
  const { server } = await openOpaque()
  const endpoints = { token: server.endpoints.token }
  const { session, logIn, server: other } = await openOpaque({ endpoints })
  await logIn()
  await session.logout()
  expect([session.getSnapshot().status, server.alive('RefreshToken'), other.count('/revoke')]).toEqual([
    'loggedOut',
    1,
    0,
  ])
})
