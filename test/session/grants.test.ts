import { describe, expect, test } from 'vitest'
import type { Grant } from 'xstate-auth-session'
import { codeOf, failure } from './failure'
import { ada, openScene } from './scene'
import { unsignedToken } from './unsigned-token'

const soon = Math.floor(Date.now() / 1_000) + 600
const good = unsignedToken({ sub: '7', exp: soon })

const garbage: Record<string, unknown> = {
  nothing: undefined,
  null: null,
  'a number': 5,
  'a token alone': good,
  'an array': [good],
  'an empty object': {},
  'no access token': { refreshToken: good },
  'the server’s spelling': { access: good, refresh: good },
  'a null token': { accessToken: null },
  'an empty token': { accessToken: '' },
  'a number as the token': { accessToken: 5 },
  'an object as the token': { accessToken: { toString: () => good } },
  'a token with a space': { accessToken: `${good} x` },
  'a token with a line break': { accessToken: `${good}\r\nX-Injected: 1` },
  'a token beyond ASCII': { accessToken: `${good}ü` },
  'a token that is no JWT': { accessToken: 'opaque' },
  'a JWT of two parts': { accessToken: good.split('.').slice(0, 2).join('') },
  'a JWT without an exp': { accessToken: unsignedToken({ sub: '7' }) },
  'a JWT whose exp is text': { accessToken: unsignedToken({ exp: `${soon}` }) },
  'a JWT whose exp is negative': { accessToken: unsignedToken({ exp: -1 }) },
  'a JWT whose claims are an array': { accessToken: unsignedToken([soon]) },
  'a JWT whose claims are null': { accessToken: `x.${Buffer.from('null').toString('base64url')}.x` },
  'expiresIn that is text': { accessToken: good, expiresIn: '600' },
  'expiresIn that is NaN': { accessToken: good, expiresIn: Number.NaN },
  'expiresIn that is endless': { accessToken: good, expiresIn: Number.POSITIVE_INFINITY },
  'expiresIn that is negative': { accessToken: good, expiresIn: -1 },
  'expiresIn that is null': { accessToken: good, expiresIn: null },
  'a number as the refresh token': { accessToken: good, refreshToken: 5 },
  'an object as the refresh token': { accessToken: good, refreshToken: {} },
  'a refresh token with a line break': { accessToken: good, refreshToken: 'a\nb' },
}

describe('a grant that is garbage', () => {
  test.each(Object.entries(garbage))(
    '%s is refused where nobody is logged in, and nothing changes',
    async (_, grant) => {
      const { session, url } = await openScene()
      await session.start()
      const before = session.getSnapshot()
      const error = await failure(session.setTokens(grant as Grant))
      expect(error).toMatchObject({ name: 'AuthSessionError', code: 'malformed_grant' })
      expect((error as Error).message).not.toContain(good)
      expect(session.getSnapshot()).toBe(before)
      expect((await session.fetch(url('/api/public/'))).status).toBe(200)
      await session.login(ada)
      expect((await session.fetch(url('/api/me/'))).status).toBe(200)
    },
  )

  test.each(Object.entries(garbage))('%s is refused where somebody is logged in, who stays so', async (_, grant) => {
    const { session, url, server } = await openScene()
    await session.login(ada)
    const before = session.getSnapshot()
    expect(await codeOf(session.setTokens(grant as Grant))).toBe('malformed_grant')
    expect(session.getSnapshot()).toBe(before)
    expect((await session.fetch(url('/api/me/'))).status).toBe(200)
    expect(await server.families()).toMatchObject([{ alive: true }])
  })
})

describe('a login that is answered by garbage', () => {
  test.each([
    ['an empty body', ''],
    ['text', 'welcome'],
    ['null', 'null'],
    ['a number', '5'],
    ['an array', '[]'],
    ['an empty object', '{}'],
    ['a null token', '{"access":null}'],
    ['a number as the token', '{"access":5}'],
    ['an opaque token', '{"access":"opaque"}'],
    ['a token with a line break', JSON.stringify({ access: `${good}\n` })],
    ['a token without an exp', JSON.stringify({ access: unsignedToken({ sub: '7' }) })],
    ['a refresh token with a line break', JSON.stringify({ access: good, refresh: 'a\nb' })],
  ])('%s is malformed_grant, and the next login succeeds', async (_, body) => {
    const { server, session, url } = await openScene()
    await session.start()
    const before = session.getSnapshot()
    server.faults.next({ path: '/api/token/' }, { kind: 'status', status: 200, body })
    const error = await failure(session.login(ada))
    expect(error).toMatchObject({ name: 'AuthSessionError', code: 'malformed_grant' })
    expect(session.getSnapshot()).toBe(before)
    await session.login(ada)
    expect((await session.fetch(url('/api/me/'))).status).toBe(200)
  })

  test('a page of a captive portal is malformed_grant', async () => {
    const { server, session } = await openScene()
    server.faults.next({ path: '/api/token/' }, { kind: 'html' })
    expect(await codeOf(session.login(ada))).toBe('malformed_grant')
  })
})

test('an opaque token is taken where the backend’s tokens are opaque, and used until it is refused', async () => {
  const { openSession, backend, session, url, server } = await openScene()
  await session.login(ada)
  const opaque = openSession({ backend: { ...backend, tokens: 'opaque' } })
  await opaque.setTokens({ accessToken: 'opaque-token' })
  expect(opaque.getSnapshot()).toMatchObject({ status: 'authenticated', expiresAt: null, claims: null, user: null })
  expect((await opaque.fetch(url('/api/public/'))).status).toBe(200)
  expect(server.requests.at(-1)!.authorization).toBe(true)
  expect(await opaque.accessToken()).toBe('opaque-token')
})
