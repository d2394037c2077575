import { decodeJwt } from 'jose'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ServerEvent } from '../front/server-events'
import type { Caller } from './caller'
import { createCaller } from './caller'
import { createServerClock } from './server-clock'
import type { ReusePolicy, TokenServerOptions } from './server-options'
import type { TokenServer } from './token-server'
import { createTokenServer } from './token-server'

const blacklisted = {
  status: 401,
  challenge: 'Bearer realm="api"',
  body: { detail: 'Token is blacklisted', code: 'token_not_valid' },
}
const family = { id: 1, userId: 1, username: 'ada', alive: true, revoked: null, reused: 0, graced: 0 }

let clock = createServerClock()
let events: ServerEvent[] = []
let server: TokenServer
let caller: Caller

async function start(options: TokenServerOptions): Promise<void> {
  await server?.close()
  clock = createServerClock()
  events = []
  server = await createTokenServer({ now: clock.now, log: (event) => events.push(event), rotation: true, ...options })
  caller = createCaller(server)
}

const use = (refresh: string) => caller.post('/api/token/refresh/', { refresh })
const withReuse = (reuse: ReusePolicy) => start({ reuse })

beforeEach(() => start({}))
afterEach(() => server.close())

describe('rotation', () => {
  test('answers a new refresh token with a life of its own', async () => {
    const { refresh } = await caller.login()
    clock.advance(5_000)
    const next = await caller.refresh(refresh)
    const old = decodeJwt(refresh)
    expect(decodeJwt(next.access).iat).toBe(old.iat)
    expect(decodeJwt(next.refresh!)).toEqual({
      ...old,
      jti: expect.not.stringContaining(old.jti!),
      iat: old.iat! + 5,
      exp: old.exp! + 5,
    })
    expect([server.isAlive(refresh), server.isAlive(next.refresh!), server.isAlive('garbage')]).toEqual([
      false,
      true,
      false,
    ])
  })

  test('leaves the old one good where nothing is blacklisted', async () => {
    await start({ blacklist: false })
    const { refresh } = await caller.login()
    await caller.refresh(refresh)
    expect((await use(refresh)).status).toBe(200)
    expect(server.families()).toEqual([{ ...family, generations: 3, accessTokens: 3 }])
  })

  test('has one winner among ten, and its tokens are good', async () => {
    const { refresh } = await caller.login()
    const heard = await Promise.all(Array.from({ length: 10 }, () => use(refresh)))
    const [winner, ...losers] = heard.sort((a, b) => a.status - b.status)
    expect(losers).toEqual(Array(9).fill(blacklisted))
    const { access, refresh: next } = winner!.body as { access: string; refresh: string }
    expect((await caller.get('/api/me/', access)).status).toBe(200)
    expect((await use(next)).status).toBe(200)
  })
})

describe('reuse', () => {
  test('of simplejwt is a plain 401', async () => {
    const { refresh } = await caller.login()
    const next = await caller.refresh(refresh)
    expect(await use(refresh)).toEqual(blacklisted)
    expect((await use(next.refresh!)).status).toBe(200)
    expect(server.families()).toEqual([{ ...family, generations: 3, accessTokens: 3, reused: 1 }])
  })

  test('that revokes the family kills every token of this login and of no other', async () => {
    await withReuse('revokes-family')
    const other = await caller.login()
    const { access, refresh } = await caller.login()
    const next = await caller.refresh(refresh)
    expect(await use(refresh)).toEqual(blacklisted)
    expect(await use(next.refresh!)).toEqual(blacklisted)
    for (const token of [access, next.access]) {
      const { status, body } = await caller.get('/api/me/', token)
      const messages = [{ token_class: 'AccessToken', token_type: 'access', message: 'Token is blacklisted' }]
      const detail = 'Given token not valid for any token type'
      expect({ status, body }).toEqual({ status: 401, body: { detail, code: 'token_not_valid', messages } })
    }
    expect((await caller.get('/api/me/', other.access)).status).toBe(200)
    expect((await use(other.refresh)).status).toBe(200)
    expect(server.families()).toEqual([
      { ...family, generations: 2, accessTokens: 2 },
      { ...family, id: 2, alive: false, revoked: 'reuse', generations: 2, accessTokens: 2, reused: 1 },
    ])
    const at = clock.now()
    expect(events).toContainEqual({ type: 'reuse', at, user: 'ada', family: 2, times: 1, revokes: true })
  })

  test('that revokes the family takes the winner of a race along', async () => {
    await withReuse('revokes-family')
    const { refresh } = await caller.login()
    const heard = await Promise.all(Array.from({ length: 10 }, () => use(refresh)))
    const winner = heard.find(({ status }) => status === 200)!.body as { access: string }
    expect(heard.filter(({ status }) => status === 200)).toHaveLength(1)
    expect((await caller.get('/api/me/', winner.access)).status).toBe(401)
  })
})

describe('a grace', () => {
  test('answers the same successor, with an access token of its own', async () => {
    await withReuse({ graceMs: 2_000 })
    const { refresh } = await caller.login()
    const heard = await Promise.all(Array.from({ length: 10 }, () => caller.refresh(refresh)))
    clock.advance(1_999)
    heard.push(await caller.refresh(refresh))
    expect(new Set(heard.map((pair) => pair.refresh)).size).toBe(1)
    for (const { access } of heard) expect((await caller.get('/api/me/', access)).status).toBe(200)
    expect(server.families()).toEqual([{ ...family, generations: 2, accessTokens: 12, graced: 10 }])
  })

  test.each([
    ['revokes the family by default', undefined, 401],
    ['is a plain 401 on request', 'blacklisted', 200],
  ] as const)('that is over %s', async (_, then, status) => {
    await withReuse({ graceMs: 2_000, then })
    const { refresh } = await caller.login()
    const next = await caller.refresh(refresh)
    clock.advance(2_000)
    expect(await use(refresh)).toEqual(blacklisted)
    expect((await caller.get('/api/me/', next.access)).status).toBe(status)
    expect((await use(next.refresh!)).status).toBe(status)
  })

  test('does not outlive a sign-out', async () => {
    await withReuse({ graceMs: 2_000 })
    const { refresh } = await caller.login()
    const next = await caller.refresh(refresh)
    await caller.post('/api/token/blacklist/', { refresh: next.refresh })
    expect(await use(refresh)).toEqual(blacklisted)
  })
})
