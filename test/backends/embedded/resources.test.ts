import { createHash } from 'node:crypto'
import { decodeJwt } from 'jose'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Caller } from './caller'
import { createCaller, hear } from './caller'
import { createServerClock } from './server-clock'
import type { TokenServer } from './token-server'
import { createTokenServer } from './token-server'

const challenge = 'Bearer realm="api"'
const unauthorized = { status: 401, challenge, body: expect.objectContaining({ code: 'token_not_valid' }) }
const clock = createServerClock()
let server: TokenServer
let caller: Caller

beforeEach(async () => {
  server = await createTokenServer({ now: clock.now, successorHeader: 'Refresh-Token' })
  caller = createCaller(server)
})
afterEach(() => server.close())

describe('accounts', () => {
  const pair = { access: expect.any(String), refresh: expect.any(String) }

  test('a social login answers the pair and the user', async () => {
    const post = (payload: unknown) => caller.post('/api/social/google/', payload)
    const user = { id: 2, username: 'grace', name: 'Grace Hopper' }
    expect(await post({ access_token: 'google-grace' })).toEqual({
      status: 200,
      challenge: null,
      body: { ...pair, user },
    })
    expect(await post({ access_token: 'google-nobody' })).toEqual({
      status: 400,
      challenge: null,
      body: { non_field_errors: ['Incorrect value'] },
    })
  })

  test('a sign-up is a login, and the next one by that name a refusal', async () => {
    const post = (username: string) => caller.post('/api/signup/', { username, password: 'secret' })
    const user = { id: 3, username: 'joan', name: 'joan' }
    expect(await post('joan')).toEqual({ status: 201, challenge: null, body: { ...pair, user } })
    expect((await caller.login('joan', 'secret')).access).toEqual(expect.any(String))
    expect(await post('joan')).toEqual({
      status: 400,
      challenge: null,
      body: { username: ['A user with that username already exists.'] },
    })
    expect((await post('\u001b[2J')).status).toBe(400)
  })

  test('a logout blacklists the refresh token, and the access token lives on', async () => {
    const { access, refresh } = await caller.login()
    const noBearer = { detail: 'Authentication credentials were not provided.' }
    expect(await caller.post('/api/logout/', { refresh })).toEqual({ status: 401, challenge, body: noBearer })
    expect(await caller.post('/api/logout/', { refresh }, 'garbage')).toEqual(unauthorized)
    expect(await caller.post('/api/logout/', {}, access)).toMatchObject({ status: 400 })
    expect(await caller.post('/api/logout/', { refresh }, access)).toEqual({ status: 205, challenge: null, body: '' })
    const spent = { detail: 'Token is blacklisted', code: 'token_not_valid' }
    expect(await caller.post('/api/logout/', { refresh }, access)).toEqual({
      status: 400,
      challenge: null,
      body: spent,
    })
    expect(await caller.post('/api/token/refresh/', { refresh })).toEqual({ status: 401, challenge, body: spent })
    expect((await caller.get('/api/me/', access)).status).toBe(200)
  })
})

describe('resources', () => {
  test('any path echoes the request, its body as a digest', async () => {
    const { access } = await caller.login()
    const { jti } = decodeJwt(access)
    const headers = { authorization: `Bearer ${access}` }
    const body = 'ünïcode'.repeat(10_000)
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
      const heard = await hear(await caller.fetch('/api/any/thing/?q=1', { method, headers }))
      const told = { path: '/api/any/thing/', method, user: 'ada', jti, executed: 1 }
      expect(heard).toEqual({ status: 200, challenge: null, body: told })
    }
    const heard = await hear(await caller.fetch('/api/notes/', { method: 'PUT', headers, body }))
    const digest = {
      sha256: createHash('sha256').update(body).digest('hex'),
      length: Buffer.byteLength(body),
      contentType: 'text/plain;charset=UTF-8',
    }
    const told = { path: '/api/notes/', method: 'PUT', user: 'ada', jti, executed: 1, body: digest }
    expect(heard).toEqual({ status: 200, challenge: null, body: told })
  })

  test('executions are counted by request id, successes only', async () => {
    const { access } = await caller.login()
    const send = async (authorization: string, path = '/api/notes/') => {
      const headers = { authorization, 'x-request-id': 'r1', 'idempotency-key': 'k1' }
      return hear(await caller.fetch(path, { method: 'POST', headers }))
    }
    await send('Bearer garbage')
    await send(`Bearer ${access}`, '/api/forbidden/')
    expect(server.executions).toEqual(new Map())
    await send(`Bearer ${access}`)
    expect((await send(`Bearer ${access}`)).body).toMatchObject({ executed: 2 })
    expect(server.executions).toEqual(new Map([['r1', 2]]))
    expect(server.requests.at(-1)).toMatchObject({ requestId: 'r1', idempotencyKey: 'k1' })
  })

  test('some have a will of their own', async () => {
    const { access } = await caller.login()
    const body = { detail: 'You do not have permission to perform this action.' }
    expect(await caller.get('/api/always-401/deep/', access)).toEqual({
      status: 401,
      challenge,
      body: { detail: 'Token is invalid or expired', code: 'token_not_valid' },
    })
    expect(await caller.get('/api/forbidden/', access)).toEqual({ status: 403, challenge: null, body })
    expect((await caller.get('/api/forbidden/')).status).toBe(401)
    expect((await caller.get('/api/slow/?ms=2', access)).body).toMatchObject({ path: '/api/slow/', user: 'ada' })
    expect(await caller.post('/api/me/', {}, access)).toMatchObject({ status: 405 })
  })

  test.each([
    [400, '/api/refuses-with-400/'],
    [403, '/api/refuses-with-403/'],
  ])('some tell of a bad bearer by %i, and of none by 401', async (status, path) => {
    const { access, refresh } = await caller.login()
    const refused = { status, challenge: null, body: { detail: 'Invalid token', code: 'token_not_valid' } }
    expect(await caller.get(path, 'garbage')).toEqual(refused)
    expect(await caller.get(path, refresh)).toEqual(refused)
    expect((await caller.get(path)).status).toBe(401)
    expect((await caller.get(path, access)).body).toMatchObject({ path, user: 'ada' })
    server.deactivate(1)
    expect(await caller.get(path, access)).toEqual(refused)
  })

  test('and have an honest 400 and 403 besides', async () => {
    const { access } = await caller.login()
    const title = { title: ['This field is required.'] }
    expect(await caller.post('/api/refuses-with-400/', {}, access)).toEqual({
      status: 400,
      challenge: null,
      body: title,
    })
    expect((await caller.post('/api/refuses-with-400/', { title: 'A note' }, access)).status).toBe(200)
    const headers = { authorization: `Bearer ${access}` }
    const response = await caller.fetch('/api/refuses-with-403/', { method: 'DELETE', headers })
    expect([response.status, await response.json()]).toEqual([
      403,
      { detail: 'You do not have permission to perform this action.' },
    ])
  })

  test('the public one needs no bearer and tells whether one came', async () => {
    const told = { path: '/api/public/', method: 'GET' }
    expect((await caller.get('/api/public/')).body).toEqual({ ...told, authorization: false })
    expect((await caller.get('/api/public/', 'garbage')).body).toEqual({ ...told, authorization: true })
  })

  test('a successor comes in the header once a quarter of the life has passed', async () => {
    const { access } = await caller.login()
    const successor = async (token: string) =>
      (await caller.fetch('/api/me/', { headers: { authorization: `Bearer ${token}` } })).headers.get('refresh-token')
    clock.advance(5_000)
    expect(await successor(access)).toBeNull()
    clock.advance(1)
    const next = await successor(access)
    const seconds = Math.floor(clock.now() / 1000)
    expect(decodeJwt(next!)).toMatchObject({ token_type: 'access', iat: seconds, exp: seconds + 20, user_id: 1 })
    expect(await successor(next!)).toBeNull()
    clock.advance(19_999)
    expect((await caller.fetch('/api/me/', { headers: { authorization: `Bearer ${access}` } })).status).toBe(401)
  })
})
