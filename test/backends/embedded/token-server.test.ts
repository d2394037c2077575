import { decodeJwt, decodeProtectedHeader } from 'jose'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Caller, Heard } from './caller'
import { createCaller, hear } from './caller'
import { createServerClock } from './server-clock'
import type { TokenServerOptions } from './server-options'
import type { TokenServer } from './token-server'
import { createTokenServer } from './token-server'

const challenge = 'Bearer realm="api"'
const notValid = (detail: string): Heard => ({ status: 401, challenge, body: { detail, code: 'token_not_valid' } })
const fine = (body: unknown): Heard => ({ status: 200, challenge: null, body })
const wrong = (body: unknown): Heard => ({ status: 400, challenge: null, body })
const badBearer = (message: string): Heard => ({
  status: 401,
  challenge,
  body: {
    detail: 'Given token not valid for any token type',
    code: 'token_not_valid',
    messages: [{ token_class: 'AccessToken', token_type: 'access', message }],
  },
})
const noCredentials: Heard = {
  status: 401,
  challenge,
  body: { detail: 'Authentication credentials were not provided.' },
}

let clock = createServerClock()
let server: TokenServer
let caller: Caller

async function start(options: TokenServerOptions = {}): Promise<void> {
  await server?.close()
  clock = createServerClock()
  server = await createTokenServer({ now: clock.now, ...options })
  caller = createCaller(server)
}

beforeEach(() => start())
afterEach(() => server.close())

describe('login', () => {
  test('answers a pair with the claims of simplejwt', async () => {
    const { access, refresh } = await caller.login()
    const seconds = clock.now() / 1000
    const jti = expect.stringMatching(/^[0-9a-f]{32}$/)
    expect(decodeProtectedHeader(access)).toEqual({ alg: 'HS256', typ: 'JWT' })
    expect(decodeJwt(access)).toEqual({ token_type: 'access', exp: seconds + 20, iat: seconds, jti, user_id: 1 })
    expect(decodeJwt(refresh)).toEqual({ token_type: 'refresh', exp: seconds + 86_400, iat: seconds, jti, user_id: 1 })
  })

  test('ends a fractional life on the whole second below', async () => {
    await start({ accessLifetime: 2.5 })
    clock.advance(400)
    const first = decodeJwt((await caller.login()).access)
    clock.advance(100)
    const second = decodeJwt((await caller.login()).access)
    expect([first.exp! - first.iat!, second.exp! - second.iat!]).toEqual([2, 3])
  })

  test('reads form bodies as well as JSON', async () => {
    const fields = { username: 'grace', password: 'hopper' }
    const multipart = new FormData()
    for (const [name, value] of Object.entries(fields)) multipart.set(name, value)
    for (const body of [new URLSearchParams(fields), multipart]) {
      const heard = await hear(await caller.fetch('/api/token/', { method: 'POST', body }))
      expect(heard).toEqual(fine({ access: expect.any(String), refresh: expect.any(String) }))
    }
  })

  test('refuses wrong credentials with a 401 that has no code', async () => {
    const refused = {
      status: 401,
      challenge,
      body: { detail: 'No active account found with the given credentials' },
    }
    expect(await caller.post('/api/token/', { username: 'ada', password: 'hopper' })).toEqual(refused)
    server.deactivate(1)
    expect(await caller.post('/api/token/', { username: 'ada', password: 'lovelace' })).toEqual(refused)
  })

  test.each<[unknown, unknown]>([
    [{}, { username: ['This field is required.'], password: ['This field is required.'] }],
    [
      { username: ' ', password: null },
      { username: ['This field may not be blank.'], password: ['This field may not be null.'] },
    ],
    [{ username: [1], password: 1 }, { username: ['Not a valid string.'] }],
    [[1], { non_field_errors: ['Invalid data. Expected a dictionary, but got list.'] }],
    [null, { non_field_errors: ['No data provided'] }],
  ])('answers %j with the errors of its fields', async (payload, errors) => {
    expect(await caller.post('/api/token/', payload)).toEqual(wrong(errors))
  })

  test('refuses what it can not read', async () => {
    const post = async (type: string, body: string) =>
      hear(await caller.fetch('/api/token/', { method: 'POST', headers: { 'content-type': type }, body }))
    expect(await post('application/json', '{')).toEqual(
      wrong({ detail: 'JSON parse error - Expecting value: line 1 column 1 (char 0)' }),
    )
    expect(await post('text/plain', 'ada')).toEqual({
      status: 415,
      challenge: null,
      body: { detail: 'Unsupported media type "text/plain" in request.' },
    })
    expect(await caller.get('/api/token/')).toEqual({
      status: 405,
      challenge: null,
      body: { detail: 'Method "GET" not allowed.' },
    })
  })
})

describe('refresh', () => {
  test("answers an access token alone, with the refresh token's iat", async () => {
    const { refresh } = await caller.login()
    clock.advance(5_000)
    const { access, ...rest } = await caller.refresh(refresh)
    expect(rest).toEqual({})
    const iat = decodeJwt(refresh).iat!
    expect(decodeJwt(access)).toEqual({ ...decodeJwt(access), token_type: 'access', iat, exp: iat + 25, user_id: 1 })
    expect(await caller.get('/api/me/', access)).toEqual(fine({ id: 1, username: 'ada', name: 'Ada Lovelace' }))
  })

  test('refuses garbage, other tokens and expired ones', async () => {
    const { access, refresh } = await caller.login()
    const post = (token: unknown) => caller.post('/api/token/refresh/', { refresh: token })
    expect(await caller.post('/api/token/refresh/', {})).toEqual(wrong({ refresh: ['This field is required.'] }))
    expect(await post('garbage')).toEqual(notValid('Token is invalid or expired'))
    expect(await post(`${refresh.slice(0, -4)}AAAA`)).toEqual(notValid('Token is invalid or expired'))
    expect(await post(access)).toEqual(notValid('Token has wrong type'))
    clock.advance(86_399_999)
    expect(await post(refresh)).toEqual(fine({ access: expect.any(String) }))
    clock.advance(1)
    expect(await post(refresh)).toEqual(notValid('Token is invalid or expired'))
  })
})

describe('verify and blacklist', () => {
  test('verify accepts any good token', async () => {
    const { access, refresh } = await caller.login()
    const verify = (token: string) => caller.post('/api/token/verify/', { token })
    expect(await verify(access)).toEqual(fine({}))
    expect(await verify(refresh)).toEqual(fine({}))
    clock.advance(20_000)
    expect(await verify(access)).toEqual(notValid('Token is invalid or expired'))
  })

  test('verify looks into the blacklist only when rotation fills it', async () => {
    for (const rotation of [false, true]) {
      await start({ rotation })
      const { refresh } = await caller.login()
      await caller.post('/api/token/blacklist/', { refresh })
      const heard = await caller.post('/api/token/verify/', { token: refresh })
      expect(heard).toEqual(rotation ? wrong({ non_field_errors: ['Token is blacklisted'] }) : fine({}))
    }
  })

  test('a blacklisted token can neither be used nor blacklisted again', async () => {
    const { access, refresh } = await caller.login()
    expect(await caller.post('/api/token/blacklist/', { refresh: access })).toEqual(notValid('Token has wrong type'))
    expect(await caller.post('/api/token/blacklist/', { refresh })).toEqual(fine({}))
    expect(await caller.post('/api/token/blacklist/', { refresh })).toEqual(notValid('Token is blacklisted'))
    expect(await caller.post('/api/token/refresh/', { refresh })).toEqual(notValid('Token is blacklisted'))
  })
})

describe('a bearer', () => {
  test('is missing for Django unless the scheme is spelled Bearer', async () => {
    const { access } = await caller.login()
    const send = async (authorization: string) => hear(await caller.fetch('/api/me/', { headers: { authorization } }))
    expect(await caller.get('/api/me/')).toEqual(noCredentials)
    expect(await send(`bearer ${access}`)).toEqual(noCredentials)
    expect(await send('Basic YTpi')).toEqual(noCredentials)
    expect(await send(`Bearer ${access} ${access}`)).toEqual({
      status: 401,
      challenge,
      body: {
        detail: 'Authorization header must contain two space-delimited values',
        code: 'bad_authorization_header',
      },
    })
  })

  test('looks the same expired and as garbage', async () => {
    const { access, refresh } = await caller.login()
    expect(await caller.get('/api/me/', 'garbage')).toEqual(badBearer('Token is invalid or expired'))
    expect(await caller.get('/api/me/', refresh)).toEqual(badBearer('Token has wrong type'))
    clock.advance(19_999)
    expect((await caller.get('/api/me/', access)).status).toBe(200)
    clock.advance(1)
    expect(await caller.get('/api/me/', access)).toEqual(badBearer('Token is invalid or expired'))
  })

  test('of an inactive user is refused although the refresh succeeds', async () => {
    const { access, refresh } = await caller.login()
    server.deactivate(1)
    const inactive = { status: 401, challenge, body: { detail: 'User is inactive', code: 'user_inactive' } }
    expect(await caller.get('/api/me/', access)).toEqual(inactive)
    expect(await caller.get('/api/me/', (await caller.refresh(refresh)).access)).toEqual(inactive)
    server.activate(1)
    expect((await caller.get('/api/me/', access)).status).toBe(200)
  })

  test('of a deleted user is refused although the refresh succeeds, and no later user takes it over', async () => {
    const { access, refresh } = await caller.login('grace', 'hopper')
    server.deleteUser(2)
    const unknown = { status: 401, challenge, body: { detail: 'User not found', code: 'user_not_found' } }
    expect(await caller.get('/api/me/', access)).toEqual(unknown)
    expect(await caller.get('/api/me/', (await caller.refresh(refresh)).access)).toEqual(unknown)
    expect((await caller.post('/api/token/', { username: 'grace', password: 'hopper' })).status).toBe(401)
    const { status, body } = await caller.post('/api/signup/', { username: 'grace', password: 'hopper' })
    expect([status, body]).toMatchObject([201, { user: { id: 3, username: 'grace' } }])
    expect(await caller.get('/api/me/', access)).toEqual(unknown)
  })
})

test('a path without its last slash is redirected, the query kept', async () => {
  for (const [method, path, location] of [
    ['POST', '/api/token', '/api/token/'],
    ['GET', '/api/me?x=1', '/api/me/?x=1'],
  ] as const) {
    const response = await caller.fetch(path, { method })
    expect([response.status, response.headers.get('location'), await response.text()]).toEqual([301, location, ''])
  }
})

test.each<[TokenServerOptions, string]>([
  [{ reuse: 'revokes-family' }, 'reuse: takes effect only with rotation and blacklist'],
  [{ rotation: true, reuse: { graceMs: -1 } }, 'reuse.graceMs: a positive finite number'],
  [{ accessLifetime: 0 }, 'accessLifetime: a positive finite number'],
])('the options %j are a TypeError', async (options, message) => {
  await expect(createTokenServer(options)).rejects.toThrow(new TypeError(message))
})
