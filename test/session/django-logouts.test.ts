import { describe, expect, test } from 'vitest'
import { type Lifecycle, type LifecycleListener, webStorage } from 'xstate-auth-session'
import { codeOf } from './failure'
import { eventually } from './moments'
import { blacklist } from './obtained'
import { createOwnClock } from './own-clock'
import { ada, openScene, openTimedScene, refreshPath, type Scene } from './scene'
import { createStorageArea, type StorageArea } from './storage-area'
import { createWire } from './wire'

const blacklistPath = '/api/token/blacklist/'
/** A view of the project's own, behind the bearer. */
const viewPath = '/api/logout/'

const behindBearer = { paths: { logout: viewPath } }

const storageOf = (area: StorageArea) => webStorage(area, { scope: 'tab' })

const tokensIn = (text: string) => text.match(/eyJ[\w.-]+/g) ?? []

const seen = ({ server }: Scene, from: number) =>
  server.requests.slice(from).map(({ path, status }) => `${path} ${status}`)

/** Everything that was ever written into it. */
function rememberWrites(area: StorageArea): string[] {
  const written: string[] = []
  const { setItem } = area
  area.setItem = (key, value) => {
    written.push(value)
    setItem(key, value)
  }
  return written
}

/** Ada is logged in, and then the server's clock runs ahead of hers, to where her access token has ended. */
async function openExpired() {
  const { clock } = await openTimedScene()
  const serverClock = createOwnClock(clock, 0)
  const area = createStorageArea()
  const written = rememberWrites(area)
  const received: string[] = []
  const wire = createWire(async (input, init) => {
    const response = await fetch(input, init)
    received.push(...tokensIn(await response.clone().text()))
    return response
  })
  const scene = await openScene({
    server: { now: serverClock.now },
    backend: behindBearer,
    session: { clock, storage: storageOf(area), fetch: wire.fetch },
  })
  await scene.session.login(ada)
  serverClock.set(25_000)
  return { ...scene, area, written, received }
}

describe('a logout behind the bearer, with a bearer that has ended', () => {
  test('makes one renewal for the revocation alone, and revokes what that has brought', async () => {
    const scene = await openExpired()
    const { server, session, received } = scene
    const from = server.requests.length
    await session.logout()
    expect(seen(scene, from)).toEqual([`${viewPath} 401`, `${refreshPath} 200`, `${viewPath} 205`])
    const refreshTokens = received.filter((token) => claimsOf(token).token_type === 'refresh')
    expect(await server.isAlive(refreshTokens.at(-1)!)).toBe(false)
  })

  test('neither vault nor store ever holds the tokens of that renewal, and nobody is told of it', async () => {
    const { session, received, written, area } = await openExpired()
    const told: string[] = []
    for (const type of ['renewed', 'loggedIn', 'expired', 'renewalDelayed', 'loggedOut'] as const)
      session.on(type, () => void told.push(type))
    const before = new Set(received)
    await session.logout()
    const brought = received.filter((token) => !before.has(token))
    expect(brought.length).toBeGreaterThan(0)
    expect(written.flatMap(tokensIn).filter((token) => brought.includes(token))).toEqual([])
    expect(told).toEqual(['loggedOut'])
    expect(session.getSnapshot()).toMatchObject({ status: 'loggedOut', loggedIn: false, claims: null, expiresAt: null })
    expect(await codeOf(session.accessToken())).toBe('logged_out')
    expect(area.getItem('auth-session')).toBeNull()
    expect(JSON.stringify(session.timeline())).not.toContain('eyJ')
  })

  test('is over after that one renewal, where the refresh token is refused too', async () => {
    const scene = await openExpired()
    const { server, session, received } = scene
    const [refreshToken] = received.filter((token) => claimsOf(token).token_type === 'refresh')
    await blacklist(scene, refreshToken!)
    const from = server.requests.length
    await session.logout()
    expect(seen(scene, from)).toEqual([`${viewPath} 401`, `${refreshPath} 401`])
    expect(session.getSnapshot()).toMatchObject({ status: 'loggedOut', endReason: null })
  })
})

test('a logout behind the bearer of a user who has been deactivated is over after one renewal, here and there', async () => {
  const scene = await openScene({ backend: behindBearer })
  const { server, session } = scene
  await session.login(ada)
  await server.deactivate(1)
  const from = server.requests.length
  await session.logout()
  await session.logout()
  expect(seen(scene, from)).toEqual([`${viewPath} 401`, `${refreshPath} 200`, `${viewPath} 401`])
  expect(session.getSnapshot()).toMatchObject({ status: 'loggedOut', loggedIn: false, endReason: null })
})

describe.each([
  ['simplejwt’s own view, by 401', blacklistPath, {}, 401],
  ['a view of the project’s own, by 400', viewPath, behindBearer, 400],
])('a refresh token that is blacklisted already, as told by %s,', (_, path, backend, status) => {
  test('counts as revoked: one call, no renewal, and none when the network is back', async () => {
    const page = createPage()
    const area = createStorageArea()
    const scene = await openScene({ backend, session: { storage: storageOf(area), lifecycle: page.lifecycle } })
    const { server, session } = scene
    await session.login(ada)
    await blacklist(scene, JSON.parse(area.getItem('auth-session')!).refreshToken)
    const from = server.requests.length
    await session.logout()
    page.signals!.online()
    await session.logout()
    expect(seen(scene, from)).toEqual([`${path} ${status}`])
    expect(session.getSnapshot()).toMatchObject({ status: 'loggedOut', loggedIn: false, endReason: null })
  })
})

/** A page whose network is told by hand. */
function createPage() {
  const page: { isOnline: boolean; signals?: LifecycleListener; lifecycle: Lifecycle } = {
    isOnline: true,
    lifecycle: {
      isOnline: () => page.isOnline,
      attach(listener) {
        page.signals = listener
        return () => {}
      },
    },
  }
  return page
}

describe.each([
  ['the device says that it is offline', false],
  ['the connection breaks, unknown to the device', true],
])('a logout where %s', (_, isOnline) => {
  test.each([
    ['simplejwt’s own view', blacklistPath, {}],
    ['a view behind the bearer', viewPath, behindBearer],
  ])('ends the session here, and at %s as soon as the network is back', async (_, path, backend) => {
    const page = createPage()
    const wire = createWire()
    const scene = await openScene({ backend, session: { lifecycle: page.lifecycle, fetch: wire.fetch } })
    const { server, session } = scene
    await session.login(ada)
    page.isOnline = isOnline
    await server.network(false)
    await session.logout()
    expect(session.getSnapshot()).toMatchObject({ status: 'loggedOut', loggedIn: false })
    expect(wire.sent.filter((sent) => sent.path === path)).toHaveLength(1)
    expect(await server.families()).toMatchObject([{ alive: true, revoked: null }])

    page.isOnline = true
    await server.network(true)
    page.signals!.online()
    await eventually(async () =>
      expect(await server.families()).toMatchObject([{ alive: false, revoked: 'signed-out' }]),
    )
    page.signals!.online()
    await session.logout()
    expect(server.count({ path })).toBe(1)
  })
})

function claimsOf(token: string): { token_type: string } {
  return JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString())
}
