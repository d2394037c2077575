import { describe, expect, onTestFinished, test } from 'vitest'
import { type AuthSessionOptions, activeUser, createAuthSession } from 'xstate-auth-session'
import { type SlidingHeaderOptions, slidingHeader } from 'xstate-auth-session/backends'
import { createSimulatedTime } from 'xstate-auth-session/testing'
import { openPageOfUser } from '../platform/page-of-user'
import { codeOf } from './failure'
import { unsignedToken } from './unsigned-token'

const baseUrl = 'https://api.test'
const MINUTE = 60_000

interface Desk {
  readonly backend?: Partial<Omit<SlidingHeaderOptions, 'logins'>>
  readonly session?: (time: ReturnType<typeof createSimulatedTime>) => Partial<Omit<AuthSessionOptions, 'backend'>>
}

/** A server in memory whose tokens live an hour. `successor` is what its answers bring. */
async function openDesk({ backend, session: options }: Desk = {}) {
  const time = createSimulatedTime()
  let minted = 0
  const mint = (minutes = 60) =>
    unsignedToken({ user_id: 1, exp: Math.floor((time.now() + minutes * MINUTE) / 1_000), n: ++minted })
  const desk = {
    successor: (): string | null => null,
    sent: [] as string[],
    mint,
    refuses: [] as string[],
    isPortal: false,
  }
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const { pathname } = new URL(String(input))
    desk.sent.push(`${init?.method ?? 'GET'} ${pathname} ${new Headers(init?.headers).get('authorization') ?? ''}`)
    const successor = desk.successor()
    if (pathname === '/api-token-auth/') return Response.json({ token: mint(), user: { name: 'Ada' } })
    if (desk.isPortal) return new Response('<h1>Welcome</h1>', { headers: { 'content-type': 'text/html' } })
    const status = desk.refuses.includes(pathname) ? 401 : 200
    return Response.json({}, { status, headers: successor ? { 'Refresh-Token': successor } : {} })
  }
  const made = slidingHeader({ baseUrl, window: 20 * MINUTE, keepAlive: '/api/me/', ...backend })
  const session = createAuthSession({ backend: made, fetch, clock: time.clock, ...options?.(time) })
  onTestFinished(() => session.dispose())
  const login = session.login({ username: 'ada', password: 'lovelace' })
  await time.settle()
  await login
  const keepAlives = () => desk.sent.filter((line) => line.includes(' /api/me/ ')).length
  return Object.assign(desk, { time, session, keepAlives })
}

test('one token is in both places, also after a successor has come', async () => {
  const desk = await openDesk()
  const next = desk.mint(70)
  await desk.time.advance(20 * MINUTE)
  desk.successor = () => next
  await desk.session.fetch(`${baseUrl}/api/items/`)
  desk.successor = () => desk.mint()
  expect(await desk.session.accessToken()).toBe(next)
  await desk.time.advance(35 * MINUTE)
  expect(desk.sent.at(-1)).toBe(`GET /api/me/ Bearer ${next}`)
  expect(desk.session.getSnapshot()).toMatchObject({ status: 'authenticated', user: { name: 'Ada' } })
})

test.each([
  ['that ends before the token', (desk: { mint(minutes: number): string }) => desk.mint(5)],
  ['that can’t be read', () => 'garbage'],
])('a keep-alive call takes no successor %s', async (_, make) => {
  const desk = await openDesk()
  const token = await desk.session.accessToken()
  const { expiresAt } = desk.session.getSnapshot()
  const successor = make(desk)
  desk.successor = () => successor
  await desk.time.advance(43 * MINUTE)
  expect(desk.keepAlives()).toBe(1)
  expect([await desk.session.accessToken(), desk.session.getSnapshot().expiresAt]).toEqual([token, expiresAt])
})

describe('a keep-alive call', () => {
  async function openHeard() {
    const desk = await openDesk()
    const told: string[] = []
    for (const type of ['renewed', 'renewalDelayed'] as const) desk.session.on(type, () => void told.push(type))
    return Object.assign(desk, { told })
  }

  test('that comes too early renews nothing, and nothing is told; the one that brings a token is', async () => {
    const desk = await openHeard()
    await desk.time.advance(52 * MINUTE)
    expect([desk.keepAlives(), desk.told]).toEqual([2, []])
    desk.successor = () => desk.mint()
    await desk.time.advance(5 * MINUTE)
    expect([desk.keepAlives(), desk.told]).toEqual([3, ['renewed']])
  })

  test('that a portal’s page answers was not heard by the server: it is late, and made again', async () => {
    const desk = await openHeard()
    desk.isPortal = true
    await desk.time.advance(43 * MINUTE)
    expect([desk.keepAlives(), desk.told, desk.session.getSnapshot().loggedIn]).toEqual([1, ['renewalDelayed'], true])
    desk.isPortal = false
    desk.successor = () => desk.mint()
    await desk.time.advance(18 * MINUTE)
    expect([desk.told.at(-1), desk.session.getSnapshot().status]).toEqual(['renewed', 'authenticated'])
  })
})

test('a 401 of one resource is the caller’s where the keep-alive path takes the token', async () => {
  const desk = await openDesk()
  desk.refuses = ['/api/other/']
  const { status } = await desk.session.fetch(`${baseUrl}/api/other/`)
  expect([status, desk.session.getSnapshot().status, desk.keepAlives()]).toEqual([401, 'authenticated', 1])
})

test('a 401 ends the session where that path refuses the token too', async () => {
  const desk = await openDesk()
  desk.refuses = ['/api/other/', '/api/me/']
  expect(await codeOf(desk.session.fetch(`${baseUrl}/api/other/`))).toBe('session_expired')
  expect(desk.session.getSnapshot()).toMatchObject({ status: 'expired', endReason: 'rejected' })
})

describe('a user who is away', () => {
  const opened = { session: (time: ReturnType<typeof createSimulatedTime>) => ({ lifecycle: away(time) }) }
  const away = ({ clock }: ReturnType<typeof createSimulatedTime>) => activeUser({ idleAfter: 10 * MINUTE, clock })

  test('is not kept logged in, and finds the session at its end', async () => {
    const page = openPageOfUser()
    const desk = await openDesk(opened)
    desk.successor = () => desk.mint()
    await desk.time.advance(65 * MINUTE)
    expect(desk.keepAlives()).toBe(0)
    page.act('keydown')
    await desk.time.settle()
    expect(desk.session.getSnapshot()).toMatchObject({ status: 'expired', endReason: 'refresh_token_expired' })
    expect(desk.keepAlives()).toBe(0)
  })

  test('is kept logged in from the moment they are back, inside the window', async () => {
    const page = openPageOfUser()
    const desk = await openDesk(opened)
    desk.successor = () => desk.mint()
    await desk.time.advance(30 * MINUTE)
    page.act('pointermove')
    await desk.time.settle()
    expect(desk.keepAlives()).toBe(0)
    await desk.time.advance(25 * MINUTE)
    expect(desk.keepAlives()).toBe(0)
    page.act('pointermove')
    await desk.time.settle()
    expect(desk.keepAlives()).toBe(1)
    expect(desk.session.getSnapshot()).toMatchObject({ status: 'authenticated' })
  })

  test('causes no call where their timers sleep, or the network comes and goes', async () => {
    const page = openPageOfUser()
    const desk = await openDesk(opened)
    await desk.time.advance(30 * MINUTE)
    for (let minute = 0; minute < 25; minute++) {
      desk.time.sleep(MINUTE)
      page.act('online')
      await desk.time.advance(1_000)
    }
    expect(desk.keepAlives()).toBe(0)
  })
})

describe('options', () => {
  test.each([
    ['baseUrl', { baseUrl: 5 }],
    ['header', { header: 'Refresh Token' }],
    ['scheme', { scheme: '' }],
    ['window', { window: 0 }],
    ['window', { window: '20' }],
    ['keepAlive', { keepAlive: null }],
    ['refreshPath', { refreshPath: 5 }],
    ['refreshPath', { keepAlive: '/api/me/', refreshPath: '/api-token-refresh/' }],
    ['paths', { paths: [] }],
    ['paths.login', { paths: { login: 5 } }],
    ['paths.logout', { paths: { logout: null } }],
    ['fields', { fields: 'token' }],
    ['fields.token', { fields: { token: '' } }],
    ['logins.google', { logins: { google: 5 } }],
    ['unauthorized', { unauthorized: true }],
  ])('a bad %s is refused by name', (name, given) => {
    const create = () => slidingHeader({ baseUrl, ...given } as never)
    expect(create).toThrow(TypeError)
    expect(create).toThrow(`slidingHeader: ${name} must be`)
  })

  test('undefined means not given', () => {
    const given = {
      header: undefined,
      window: undefined,
      keepAlive: undefined,
      refreshPath: undefined,
      paths: undefined,
    }
    expect(slidingHeader({ baseUrl, ...given }).renewal).toEqual({ whileHidden: false })
  })
})
