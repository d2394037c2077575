import { describe, expect, test } from 'vitest'
import type { AuthSnapshot, LifecycleListener } from 'xstate-auth-session'
import { eventually, snapshotWhere, statusOf } from './moments'
import { ada, openScene, openTimedScene, refreshPath } from './scene'
import { standStill } from './standstill'

const nobody: AuthSnapshot = {
  status: 'anonymous',
  loggedIn: false,
  degraded: false,
  user: null,
  claims: null,
  expiresAt: null,
  endReason: null,
  waiting: 0,
  held: 0,
  persistence: 'page',
  lastLogin: null,
}

test('every field through a life', async () => {
  const { server, session, clock, url } = await openTimedScene()
  await session.start()
  expect(session.getSnapshot()).toEqual(nobody)

  const loginAt = clock.now()
  await session.login('google', { access_token: 'google-ada' })
  const claims = { token_type: 'access', exp: (loginAt + 20_000) / 1_000, iat: loginAt / 1_000, user_id: 1 }
  const authenticated = {
    ...nobody,
    status: 'authenticated',
    loggedIn: true,
    user: { id: 1, username: 'ada', name: 'Ada Lovelace' },
    claims: { ...claims, jti: expect.any(String) },
    expiresAt: loginAt + 20_000,
    lastLogin: { method: 'google', at: loginAt },
  }
  expect(session.getSnapshot()).toEqual(authenticated)

  const gate = server.faults.next({ path: refreshPath }, { kind: 'gate' })
  clock.advance(10_000)
  await gate.arrived
  expect(session.getSnapshot()).toEqual({ ...authenticated, status: 'refreshing' })
  gate.release()
  await statusOf(session, 'authenticated')
  const renewed = {
    ...authenticated,
    claims: { ...authenticated.claims, exp: claims.exp + 10 },
    expiresAt: loginAt + 30_000,
  }
  expect(session.getSnapshot()).toEqual(renewed)
  expect((await session.fetch(url('/api/me/'))).status).toBe(200)

  await server.revokeFamilies()
  const held = session.fetch(url('/api/me/'), { hold: true })
  held.catch(() => {})
  await statusOf(session, 'expired')
  const lastLogin = authenticated.lastLogin
  expect(session.getSnapshot()).toMatchObject({ status: 'expired', endReason: 'rejected', user: null, lastLogin })
  session.acknowledge()
  expect(session.getSnapshot()).toMatchObject({ status: 'anonymous', endReason: null, loggedIn: false })
  await session.logout()
  expect(session.getSnapshot()).toMatchObject({ status: 'loggedOut', endReason: null, lastLogin, user: null })
})

test('degraded means that the token is of no use and that the last try failed', async () => {
  const scene = await openTimedScene()
  const { server, session, url, clock } = scene
  await session.login(ada)
  server.faults.next({ path: refreshPath }, { kind: 'status', status: 503, headers: { 'Retry-After': '5' } })
  await server.revokeAccess()
  const answer = session.fetch(url('/api/me/'))
  const { status, loggedIn } = await snapshotWhere(session, ({ degraded }) => degraded)
  expect({ status, loggedIn }).toEqual({ status: 'queuedRetry', loggedIn: true })
  clock.advance(5_000)
  expect((await answer).status).toBe(200)
  expect(session.getSnapshot()).toMatchObject({ status: 'authenticated', degraded: false })
})

test('the snapshot is frozen, and the same object as long as nothing in it changes', async () => {
  const { session, url } = await openScene()
  const first = session.getSnapshot()
  expect(session.getSnapshot()).toBe(first)
  expect(Object.isFrozen(first)).toBe(true)
  await session.login(ada)
  const second = session.getSnapshot()
  expect(second).not.toBe(first)
  expect(Object.isFrozen(second)).toBe(true)
  expect(Object.isFrozen(second.claims)).toBe(true)
  expect(Object.isFrozen(second.lastLogin)).toBe(true)
  for (let i = 0; i < 5; i++) await session.fetch(url('/api/me/'))
  await session.accessToken()
  expect(session.getSnapshot()).toBe(second)
})

describe('listeners', () => {
  test('hear of changes only', async () => {
    const scene = await openScene()
    const { session } = scene
    const heard: AuthSnapshot[] = [session.getSnapshot()]
    session.subscribe((snapshot) => {
      expect(session.getSnapshot()).toBe(snapshot)
      heard.push(snapshot)
    })
    await session.login(ada)
    const { release, first } = await standStill(scene)
    await snapshotWhere(session, ({ waiting }) => waiting === 1)
    release()
    await first
    await snapshotWhere(session, ({ waiting }) => waiting === 0)
    await session.logout()
    const texts = heard.map((snapshot) => JSON.stringify(snapshot))
    expect(texts.filter((text, index) => text === texts[index - 1])).toEqual([])
    expect(new Set(heard).size).toBe(heard.length)
    expect(heard.at(-1)).toBe(session.getSnapshot())
  })

  test('hear nothing of a thousand good requests', async () => {
    const { session, url } = await openScene()
    await session.login(ada)
    let calls = 0
    session.subscribe(() => void calls++)
    await Promise.all(Array.from({ length: 200 }, () => session.fetch(url('/api/me/'))))
    expect(calls).toBe(0)
  })

  test('hear nothing where a page wakes up and nothing has changed', async () => {
    let page: LifecycleListener | undefined
    const lifecycle = {
      attach: (listener: LifecycleListener) => {
        page = listener
        return () => {}
      },
      isOnline: () => true,
    }
    const { session, refreshes } = await openScene({ session: { lifecycle } })
    await session.login(ada)
    let calls = 0
    session.subscribe(() => void calls++)
    for (let i = 0; i < 10; i++) {
      page!.hid()
      page!.woke()
      page!.thawed()
      page!.online()
    }
    expect(calls).toBe(0)
    await eventually(() => expect(session.getSnapshot().status).toBe('authenticated'))
    expect(refreshes()).toBe(0)
  })
})
