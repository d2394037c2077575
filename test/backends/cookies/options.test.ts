import { describe, expect, test } from 'vitest'
import { type CookieSessionOptions, cookieSession, type Grant } from 'xstate-auth-session/backends'
import { unsignedToken } from '../../session/unsigned-token'

const baseUrl = 'https://api.example.com'
const at = Date.parse('2027-01-15T08:00:00Z')
const date = new Date(at).toUTCString()

describe('a bad option is named', () => {
  test.each<[string, unknown]>([
    ['baseUrl', { baseUrl: 7 }],
    ['access', { access: 'header' }],
    ['paths.refresh', { paths: { refresh: 7 } }],
    ['fields.user', { fields: { user: 7 } }],
    ['csrf', { csrf: 'X-CSRFToken' }],
    ['csrf.header', { csrf: { header: 'two words' } }],
    ['csrf.failure', { csrf: { failure: 'CSRF' } }],
    ['hintCookie', { hintCookie: true }],
    ['scheme', { scheme: 'two words' }],
    ['final', { final: 401 }],
    ['cookies', { cookies: 'a=1' }],
    ['unauthorized', { unauthorized: 401 }],
    ['logins.google', { logins: { google: 7 } }],
  ])('%s', (name, bad) => {
    const create = () => cookieSession({ baseUrl, ...(bad as Partial<CookieSessionOptions>) })
    expect(create).toThrow(TypeError)
    expect(create).toThrow(`cookieSession: ${name} must be`)
  })
})

describe('the life of the access token is read from', () => {
  const read = (body: object, cookie = '', headers: HeadersInit = { date }): Grant | undefined =>
    cookieSession({ baseUrl, access: 'cookie', expiryCookie: 'until', cookies: { cookie } }).grant({
      status: 200,
      headers: new Headers(headers),
      body,
    })

  test.each<[string, object, string, number | undefined]>([
    ['seconds in the body', { expires_in: 300, access_expiration: '2030-01-01T00:00:00Z' }, '', 300],
    ['a date in the body, as dj-rest-auth has it', { access_expiration: '2027-01-15T08:05:00.000000Z' }, '', 300],
    ['a readable cookie in seconds since 1970', {}, `a=1; until=${at / 1_000 + 300}`, 300],
    ['a readable cookie with a date', {}, 'until="2027-01-15T08%3A05%3A00Z"; a=1', 300],
    ['nowhere, where there is none', {}, 'not_until=7', undefined],
    ['nowhere, where it makes no sense', { access_expiration: 'soon' }, '', undefined],
    ['a date that is over: no life is left', { access_expiration: '2027-01-15T07:00:00Z' }, '', 0],
  ])('%s', (_, body, cookie, seconds) => {
    expect(read(body, cookie)?.expiresIn).toBe(seconds)
  })

  test('the device’s own time counts where the server’s cannot be read', () => {
    const body = { access_expiration: new Date(Date.now() + 300_000).toISOString() }
    expect(Math.round(read(body, '', {})?.expiresIn ?? 0)).toBeCloseTo(300, -1)
  })
})

test.each<[string, number, unknown, 'body' | 'cookie', boolean]>([
  ['an answer with a token', 200, { access: 'token' }, 'body', true],
  ['an answer without one', 200, {}, 'body', false],
  ['a page of HTML', 200, undefined, 'cookie', false],
  ['an answer without a body', 204, undefined, 'cookie', true],
  ['any JSON, where cookies have all', 200, {}, 'cookie', true],
])('%s: %d %j with the access token in the %s is a grant: %s', (_, status, body, access, isGrant) => {
  const found = cookieSession({ baseUrl, access }).grant({ status, headers: new Headers(), body })
  expect(found !== undefined).toBe(isGrant)
})

test('users whose id is half a character are told apart, and from others', () => {
  const named = (id: string) =>
    cookieSession({ baseUrl, access: 'cookie' }).grant({ status: 200, headers: new Headers(), body: { user: { id } } })
      ?.accessToken
  const words = ['\ud800', '\udc00', '\ufffd', 'a\ud800', 'é@1'].map(named)
  expect(new Set(words).size).toBe(5)
  expect(words.at(-1)).toBe('access-cookie.%C3%A9%401')
  for (const word of words) expect(word).toMatch(/^[\x21-\x7e]+$/)
})

test('a check of the refresh view never spends the cookie', async () => {
  const sent: unknown[] = []
  const call = async ({ url, credentials }: { url: string; credentials?: RequestCredentials }) => {
    sent.push([url, credentials])
    return { status: 401, headers: new Headers(), body: {} }
  }
  await cookieSession({ baseUrl }).renew({ accessToken: 'check', refreshToken: 'check' }, call)
  expect(sent).toEqual([[`${baseUrl}/api/session/refresh/`, 'omit']])
})

test('a token that names its user is not named after the answer’s user, who may be called otherwise', () => {
  const read = (access: string) =>
    cookieSession({ baseUrl }).grant({ status: 200, headers: new Headers(), body: { access, user: { id: 5 } } })
      ?.subject
  expect([read(unsignedToken({ sub: 'a1' })), read('opaque')]).toEqual([undefined, '5'])
})
