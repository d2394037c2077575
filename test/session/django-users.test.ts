import { describe, expect, test } from 'vitest'
import { codeOf } from './failure'
import { obtain } from './obtained'
import { passTime } from './pass-time'
import { ada, grace, openScene, openTimedScene, type Session } from './scene'

const lost = [
  ['deactivated', 'deactivate', 'user_inactive'],
  ['deleted', 'deleteUser', 'user_not_found'],
] as const

async function answerOf(session: Session, url: string) {
  const response = await session.fetch(url)
  return [response.status, Object(await response.json()).code]
}

describe.each(lost)('a user who has been %s on the server', (_, loseUser, code) => {
  test('costs one renewal, which succeeds, and then the 401 is the caller’s', async () => {
    const { server, session, refreshes, url } = await openScene()
    await session.login(ada)
    await server[loseUser](1)
    expect(await answerOf(session, url('/api/me/'))).toEqual([401, code])
    expect(server.count({ path: '/api/me/', status: 401 })).toBe(2)
    expect([refreshes(), server.count({ path: '/api/token/refresh/', status: 200 })]).toEqual([1, 1])
    expect(session.getSnapshot()).toMatchObject({ status: 'authenticated', loggedIn: true, endReason: null })
  })

  test('causes no storm: twenty further requests, to the same resource and to others, are sent once each', async () => {
    const { server, session, refreshes, url } = await openTimedScene()
    await session.login(ada)
    await server[loseUser](1)
    await answerOf(session, url('/api/me/'))
    const before = server.count()
    const one = Array.from({ length: 10 }, () => answerOf(session, url('/api/me/')))
    expect(await Promise.all(one)).toEqual(Array(10).fill([401, code]))
    for (let i = 0; i < 10; i++) expect(await answerOf(session, url(`/api/items/${i}/`))).toEqual([401, code])
    expect([server.count() - before, refreshes()]).toEqual([20, 1])
  })

  test('costs at most one renewal in a quarter of the token’s life, however long a page goes on asking', async () => {
    const { server, session, refreshes, url, clock } = await openTimedScene()
    await session.login(ada)
    await server[loseUser](1)
    const statuses = new Set<number>()
    for (let second = 0; second < 60; second++) {
      statuses.add((await session.fetch(url('/api/me/'))).status)
      await passTime(clock, 1_000, undefined, 1_000)
    }
    expect([...statuses]).toEqual([401])
    expect(refreshes()).toBeGreaterThanOrEqual(60 / 20)
    expect(refreshes()).toBeLessThanOrEqual(60 / 5 + 1)
    expect(session.getSnapshot()).toMatchObject({ loggedIn: true, waiting: 0, endReason: null })
  })

  test('ends the session at once where nothing can renew it', async () => {
    const scene = await openScene()
    const { server, session, refreshes, url } = scene
    const { accessToken } = await obtain(scene)
    await session.setTokens({ accessToken })
    await server[loseUser](1)
    expect(await codeOf(session.fetch(url('/api/me/')))).toBe('session_expired')
    expect(session.getSnapshot()).toMatchObject({ status: 'expired', endReason: 'access_token_refused' })
    expect(refreshes()).toBe(0)
  })

  test('cannot log in, and leaves the others alone', async () => {
    const { server, session, openSession, url } = await openScene()
    const other = openSession()
    await other.login(grace)
    await server[loseUser](1)
    expect(await codeOf(session.login(ada))).toBe('login_rejected')
    expect(session.getSnapshot().loggedIn).toBe(false)
    expect((await other.fetch(url('/api/me/'))).status).toBe(200)
  })

  test('can log out: the refresh token is revoked', async () => {
    const { server, session, url } = await openScene()
    await session.login(ada)
    await server[loseUser](1)
    await answerOf(session, url('/api/me/'))
    await session.logout()
    expect(session.getSnapshot()).toMatchObject({ status: 'loggedOut', loggedIn: false })
    expect(server.count({ path: '/api/token/blacklist/', status: 200 })).toBe(1)
  })
})

test('a user who is activated again goes on with the session, without a login', async () => {
  const { server, session, url, refreshes } = await openScene()
  await session.login(ada)
  await server.deactivate(1)
  expect((await session.fetch(url('/api/me/'))).status).toBe(401)
  await server.activate(1)
  const response = await session.fetch(url('/api/me/'))
  expect([response.status, await response.json()]).toEqual([200, { id: 1, username: 'ada', name: 'Ada Lovelace' }])
  expect(refreshes()).toBe(1)
})
