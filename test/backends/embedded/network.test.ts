import { get } from 'node:http'
import { connect } from 'node:net'
import { afterEach, expect, test, vi } from 'vitest'
import { createCaller } from './caller'
import { createServerClock } from './server-clock'
import type { TokenServerOptions } from './server-options'
import type { TokenServer } from './token-server'
import { createTokenServer } from './token-server'

const origin = 'https://app.example'
let server: TokenServer

async function start(options: TokenServerOptions = {}) {
  server = await createTokenServer(options)
  return createCaller(server)
}

afterEach(() => server.close())

test('a thousand parallel requests are served', async () => {
  const caller = await start()
  const { access } = await caller.login()
  const gate = server.faults.always({ path: '/api/herd/' }, { kind: 'gate' })
  const answers = Array.from({ length: 1_000 }, () => caller.get('/api/herd/', access))
  await vi.waitFor(() => expect(gate.waiting).toBe(1_000), { timeout: 30_000 })
  gate.release()
  const heard = await Promise.all(answers)
  expect(heard.filter(({ status }) => status === 200)).toHaveLength(1_000)
  expect(server.count({ path: '/api/herd/', status: 200 })).toBe(1_000)
})

test('a network that is down destroys every connection, open or new', async () => {
  const caller = await start()
  const gate = server.faults.next({ path: '/api/public/' }, { kind: 'gate' })
  const held = caller.get('/api/public/').catch((error: Error) => error.message)
  await gate.arrived
  server.network(false)
  expect(await held).toBe('fetch failed')
  await expect(caller.get('/api/public/')).rejects.toThrow('fetch failed')
  const silent = connect(Number(new URL(server.url).port), '127.0.0.1')
    .on('error', () => {})
    .resume()
  await new Promise((resolve) => silent.on('close', resolve))
  gate.release()
  await vi.waitFor(() => expect(server.requests).toMatchObject([{ handled: 200, status: null }]))
  server.network(true)
  expect((await caller.get('/api/public/')).status).toBe(200)
  expect(server.count()).toBe(2)
})

test('other origins are reflected, and may read what a client needs', async () => {
  const caller = await start({ successorHeader: 'X-Next' })
  const asked = { origin, 'access-control-request-method': 'PUT', 'access-control-request-headers': 'authorization' }
  const granted = {
    'access-control-allow-origin': origin,
    'access-control-expose-headers': 'Date, WWW-Authenticate, Refresh-Token, X-Next',
    vary: 'Origin',
  }
  const preflight = await caller.fetch('/api/me/', { method: 'OPTIONS', headers: asked })
  expect([preflight.status, Object.fromEntries(preflight.headers)]).toEqual([
    200,
    expect.objectContaining({
      ...granted,
      'access-control-allow-headers':
        'Accept, Authorization, Content-Type, Idempotency-Key, X-Request-Id, X-Requested-With',
      'access-control-allow-methods': 'DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT',
      'access-control-max-age': '86400',
    }),
  ])
  const refused = await caller.fetch('/api/me/', { headers: { origin } })
  expect(Object.fromEntries(refused.headers)).toMatchObject(granted)
})

test.each<[TokenServerOptions['cors'], string | null]>([
  [[origin], origin],
  [['https://other.example'], null],
  [false, null],
])('with cors %j the origin is answered by %j', async (cors, allowed) => {
  const caller = await start({ cors })
  const { headers } = await caller.fetch('/api/public/', { headers: { origin } })
  expect(headers.get('access-control-allow-origin')).toBe(allowed)
})

test("the Date header follows the server's clock", async () => {
  const clock = createServerClock()
  const caller = await start({ now: clock.now })
  const { headers } = await caller.fetch('/api/public/')
  expect(headers.get('date')).toBe('Fri, 15 Jan 2027 08:00:00 GMT')
})

test("the fallback comes first outside the api, and Django's page last", async () => {
  const caller = await start({
    fallback(request, response) {
      if (request.url === '/broken') throw new Error('broken')
      if (request.url !== '/') return false
      response.end('the page')
      return true
    },
  })
  expect(await caller.get('/')).toMatchObject({ status: 200, body: 'the page' })
  expect(await caller.get('/nowhere/')).toMatchObject({ status: 404, body: expect.stringContaining('Not Found') })
  expect(await caller.get('/control/state')).toMatchObject({ status: 404 })
  expect(await caller.get('/broken')).toMatchObject({ status: 500, body: '<h1>Server Error (500)</h1>' })
  expect(server.requests).toEqual([])
})

test('the control surface revokes, and still answers while the network is down', async () => {
  const caller = await start({ control: true, rotation: true })
  const { access, refresh } = await caller.login()
  const usual = { accessLifetime: 20, skewMs: 0, strict: false, lossy: false, delayMs: 0, busy: false }
  const state = {
    up: true,
    now: expect.any(Number),
    accessLifetime: 20,
    rotation: true,
    conditions: usual,
    usual,
    requests: 1,
    users: [
      { id: 1, username: 'ada', name: 'Ada Lovelace', active: true },
      { id: 2, username: 'grace', name: 'Grace Hopper', active: true },
    ],
    families: server.families(),
  }
  expect((await caller.get('/control/state')).body).toEqual(state)
  expect((await caller.post('/control/network', { up: false })).body).toEqual({ ...state, up: false })
  await expect(caller.get('/api/me/', access)).rejects.toThrow('fetch failed')
  expect((await caller.get('/control/state')).body).toEqual({ ...state, up: false })
  await caller.post('/control/network', { up: true })
  expect((await caller.get('/api/me/', access)).status).toBe(200)
  await caller.post('/control/revoke-access', { userId: 1 })
  expect([server.isAlive(access), server.isAlive(refresh)]).toEqual([false, true])
  await caller.post('/control/revoke-families', {})
  expect(server.isAlive(refresh)).toBe(false)
  expect((await caller.post('/control/network', { up: 'no' })).status).toBe(400)
  expect((await caller.post('/control/nothing', {})).status).toBe(404)
})

test('closing destroys what is open, and twice is once', async () => {
  const caller = await start()
  server.faults.always({ path: '/api/public/' }, { kind: 'hang' })
  const answer = caller.get('/api/public/').catch((error: Error) => error.message)
  await vi.waitFor(() => expect(server.count({ path: '/api/public/' })).toBe(1))
  await Promise.all([server.close(), server[Symbol.asyncDispose]()])
  expect(await answer).toBe('fetch failed')
  const refused = await new Promise((resolve) => get(server.url).on('error', resolve))
  expect(refused).toMatchObject({ code: 'ECONNREFUSED' })
})
