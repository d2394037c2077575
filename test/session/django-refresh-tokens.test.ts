import { describe, expect, test } from 'vitest'
import { webStorage } from 'xstate-auth-session'
import type { TokenServerOptions } from '../backends/embedded'
import { codeOf } from './failure'
import { blacklist, obtain } from './obtained'
import { createOwnClock } from './own-clock'
import { ada, openScene, openTimedScene, refreshPath, type Scene } from './scene'
import { createStorageArea } from './storage-area'

const HOUR = 3_600_000

/** What the server holds against a refresh token, by its answer. */
const faults: Record<string, (scene: Scene) => Promise<{ accessToken: string; refreshToken: string }>> = {
  'blacklisted by a logout elsewhere': async (scene) => {
    const tokens = await obtain(scene)
    await blacklist(scene, tokens.refreshToken)
    return tokens
  },
  'an access token in its place': async (scene) => {
    const { accessToken } = await obtain(scene)
    return { accessToken, refreshToken: accessToken }
  },
  'no token at all': async (scene) => ({ ...(await obtain(scene)), refreshToken: 'garbage' }),
}

/** Asks with a token that is refused, and then again and again. */
async function expectEnd({ session, server, refreshes, url }: Scene) {
  const callers = ['a', 'b', 'c'].map((name) => codeOf(session.fetch(url(`/api/${name}/`))))
  expect(await Promise.all(callers)).toEqual(Array(3).fill('session_expired'))
  expect(session.getSnapshot()).toMatchObject({ status: 'expired', loggedIn: false, endReason: 'rejected' })
  expect([refreshes(), server.count({ path: refreshPath, status: 401 })]).toEqual([1, 1])
  const before = server.count()
  for (let i = 0; i < 20; i++) expect(await codeOf(session.fetch(url('/api/me/')))).toBe('session_expired')
  expect(server.count()).toBe(before)
}

describe('ends the session as rejected after one call: a refresh token that is', () => {
  test.each(Object.entries(faults))('%s', async (_, take) => {
    const scene = await openScene()
    await scene.session.setTokens(await take(scene))
    await scene.server.revokeAccess()
    await expectEnd(scene)
  })

  test('out of time by the server’s clock alone', async () => {
    const { clock, ...scene } = await openAhead()
    await scene.session.setTokens(await obtain(scene))
    clock.advance(61_000)
    await expectEnd(scene)
  })

  test('spent by another client, where the server blacklists what it rotates', async () => {
    const scene = await openScene({ server: { rotation: true } })
    const { openSession, server, url, session } = scene
    const tokens = await obtain(scene)
    const thief = openSession()
    await thief.setTokens(tokens)
    await server.revokeAccess()
    expect((await thief.fetch(url('/api/me/'))).status).toBe(200)
    await session.setTokens(tokens)
    await server.revokeAccess()
    expect(await codeOf(session.fetch(url('/api/me/')))).toBe('session_expired')
    expect(session.getSnapshot()).toMatchObject({ status: 'expired', endReason: 'rejected' })
    expect(scene.refreshes()).toBe(2)
  })
})

/** The server is two hours ahead of the device, which has had no answer yet that could tell it so. */
async function openAhead() {
  const server: TokenServerOptions = { rotation: false, refreshLifetime: 60 }
  const timed = await openTimedScene({ server })
  const { clock } = timed
  const ahead = createOwnClock(clock, 2 * HOUR)
  return { clock, ...(await openScene({ server: { ...server, now: ahead.now }, session: { clock } })) }
}

test('a refresh token that is out of time by the device’s own clock is not even sent', async () => {
  const scene = await openTimedScene({ server: { rotation: false, refreshLifetime: 60 } })
  const { session, refreshes, clock, url, server } = scene
  const tokens = await obtain(scene)
  clock.advance(61_000)
  await session.setTokens(tokens)
  expect(await codeOf(session.fetch(url('/api/me/')))).toBe('session_expired')
  expect(session.getSnapshot()).toMatchObject({ status: 'expired', endReason: 'refresh_token_expired' })
  expect([refreshes(), server.count({ path: '/api/me/' })]).toEqual([0, 0])
})

describe('three renewals, one after another', () => {
  async function renewThrice(server: TokenServerOptions) {
    const area = createStorageArea()
    const storage = webStorage(area, { scope: 'tab' })
    const scene = await openScene({ server, session: { storage } })
    const { session, url } = scene
    await session.login(ada)
    const kept = () => JSON.parse(area.getItem('auth-session')!).refreshToken as string
    const refreshTokens = [kept()]
    for (let i = 0; i < 3; i++) {
      await scene.server.revokeAccess()
      expect((await session.fetch(url('/api/me/'))).status).toBe(200)
      refreshTokens.push(kept())
    }
    expect(scene.refreshes()).toBe(3)
    return { ...scene, refreshTokens }
  }

  test('keep the one refresh token where the server does not rotate', async () => {
    const { server, refreshTokens } = await renewThrice({ rotation: false })
    expect(new Set(refreshTokens).size).toBe(1)
    expect(await server.families()).toMatchObject([{ alive: true, generations: 1, accessTokens: 4, reused: 0 }])
  })

  test.each([true, false])('spend each refresh token once where it rotates (blacklist: %j)', async (blacklists) => {
    const { server, refreshTokens } = await renewThrice({ rotation: true, blacklist: blacklists })
    expect(new Set(refreshTokens).size).toBe(4)
    expect(await server.families()).toMatchObject([{ alive: true, generations: 4, accessTokens: 4, reused: 0 }])
    const alive = await Promise.all(refreshTokens.map((token) => server.isAlive(token)))
    expect(alive).toEqual([!blacklists, !blacklists, !blacklists, true])
  })
})
