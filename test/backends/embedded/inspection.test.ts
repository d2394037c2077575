import { decodeJwt } from 'jose'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { ServerEvent } from '../front/server-events'
import { describe as line } from '../front/server-events'
import type { Caller } from './caller'
import { createCaller } from './caller'
import { createServerClock } from './server-clock'
import type { TokenServerOptions } from './server-options'
import type { TokenServer } from './token-server'
import { createTokenServer } from './token-server'

let clock = createServerClock()
let events: ServerEvent[] = []
let server: TokenServer
let caller: Caller

async function start(options: TokenServerOptions = {}): Promise<void> {
  await server?.close()
  clock = createServerClock()
  events = []
  server = await createTokenServer({ now: clock.now, log: (event) => events.push(event), rotation: true, ...options })
  caller = createCaller(server)
}

const statusOf = async (access: string) => (await caller.get('/api/me/', access)).status

beforeEach(() => start())
afterEach(() => server.close())

test('a request is remembered with the age of its bearer', async () => {
  const { refresh } = await caller.login()
  const { access } = await caller.refresh(refresh)
  clock.advance(20_250)
  await caller.get('/api/me/?q=1', access)
  expect(server.requests.at(-1)).toEqual({
    at: clock.now(),
    method: 'GET',
    path: '/api/me/',
    query: 'q=1',
    authorization: true,
    bearer: {
      userId: 1,
      username: 'ada',
      family: 1,
      generation: 2,
      jti: decodeJwt(access).jti,
      expired: true,
      expiredByMs: 250,
    },
    requestId: null,
    idempotencyKey: null,
    fault: null,
    handled: 401,
    status: 401,
  })
})

test('requests are counted by path, method and status', async () => {
  const { access } = await caller.login()
  await caller.get('/api/me/', access)
  await caller.get('/api/me/')
  await caller.post('/api/notes/', {}, access)
  const counts = { 'POST /api/token/ 200': 1, 'GET /api/me/ 200': 1, 'GET /api/me/ 401': 1, 'POST /api/notes/ 200': 1 }
  expect(Object.fromEntries(server.counts)).toEqual(counts)
  expect(server.count()).toBe(4)
  expect(server.count({ path: '/api/me/' })).toBe(2)
  expect(server.count({ path: /^\/api\/(me|notes)/, status: 200 })).toBe(2)
  expect(server.count({ method: 'POST', status: 200 })).toBe(2)
  expect(server.count({ status: null })).toBe(0)
})

test('the list of requests is bounded, the counts are not', async () => {
  await start({ requestLimit: 10 })
  for (let n = 0; n < 25; n += 1) await caller.get('/api/public/')
  expect(server.requests.length).toBeLessThanOrEqual(11)
  expect(server.count()).toBe(25)
})

test('revoked access tokens are refused, newer ones and refresh tokens are not', async () => {
  const ada = await caller.login()
  const grace = await caller.login('grace', 'hopper')
  expect(server.revokeAccess(1)).toBe(1)
  expect([await statusOf(ada.access), await statusOf(grace.access)]).toEqual([401, 200])
  const next = await caller.refresh(ada.refresh)
  expect(await statusOf(next.access)).toBe(200)
  expect(server.revokeAccess()).toBe(2)
  expect([await statusOf(next.access), await statusOf(grace.access)]).toEqual([401, 401])
  expect(server.isAlive(next.refresh!)).toBe(true)
})

test('revoked families are dead as a whole', async () => {
  const ada = await caller.login()
  const grace = await caller.login('grace', 'hopper')
  expect(server.revokeFamilies(1)).toBe(1)
  expect([server.isAlive(ada.refresh), server.isAlive(grace.refresh)]).toEqual([false, true])
  expect([await statusOf(ada.access), await statusOf(grace.access)]).toEqual([401, 200])
  expect(server.families().map(({ alive, revoked }) => ({ alive, revoked }))).toEqual([
    { alive: false, revoked: 'revoked' },
    { alive: true, revoked: null },
  ])
})

test('a family that was signed out says so', async () => {
  const { refresh } = await caller.login()
  await caller.post('/api/token/blacklist/', { refresh })
  expect(server.families()).toMatchObject([{ alive: false, revoked: 'signed-out' }])
})

test('a new signing key voids every token', async () => {
  const { access, refresh } = await caller.login()
  server.rotateSigningKey()
  expect(await statusOf(access)).toBe(401)
  expect((await caller.post('/api/token/refresh/', { refresh })).body).toEqual({
    detail: 'Token is invalid or expired',
    code: 'token_not_valid',
  })
  expect(server.isAlive(refresh)).toBe(false)
  expect(await statusOf((await caller.login()).access)).toBe(200)
})

test.each(['deactivate', 'deleteUser'] as const)('%s knows no unknown user', (deed) => {
  expect(() => server[deed](9)).toThrow(new TypeError('no user has the id 9'))
})

test('events read as aligned lines without a token', async () => {
  await start({ reuse: 'revokes-family' })
  const { access, refresh } = await caller.login()
  await caller.get('/api/me/', access)
  clock.advance(1_500)
  const next = await caller.refresh(refresh)
  await caller.post('/api/token/refresh/', { refresh })
  server.faults.next({ path: '/api/me/' }, { kind: 'status', status: 503 })
  await caller.get('/api/me/', next.access)
  await caller.get('/api/me/', next.access)
  server.deactivate(2)
  server.deleteUser(2)
  server.network(false)
  expect(events.map(line)).toEqual([
    '08:00:00.000  login        login 1 of ada by password',
    '08:00:00.000  served       GET    /api/me/                  200  access #1 of ada (login 1)',
    '08:00:01.500  refreshed    access #2 of ada (login 1), refresh #2',
    '08:00:01.500  reuse        login 1 of ada, 1 so far: every token of this login is revoked',
    '08:00:01.500  refused      POST   /api/token/refresh/       401  nobody: Token is blacklisted',
    '08:00:01.500  fault        GET    /api/me/                  status',
    '08:00:01.500  refused      GET    /api/me/                  401  access #2 of ada (login 1): Token is blacklisted',
    '08:00:01.500  account      grace is inactive',
    '08:00:01.500  deleted      grace is no user any more',
    '08:00:01.500  network      down',
  ])
  const told = JSON.stringify(events)
  for (const token of [access, refresh, next.access, next.refresh!]) expect(told).not.toContain(token.slice(-20))
})
