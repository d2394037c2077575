import { expect, test } from 'vitest'
import { memoryStorage, type SessionStore } from 'xstate-auth-session'
import { altered, createGate, createHandLifecycle } from '../../adversity/world'
import { createHandClock } from '../../session/hand-clock'
import { ada, grace } from '../../session/scene'
import { bothInCookies } from './both-in-cookies'
import { openScene, PATIENCE } from './scene'

/** All tabs of a browser have one place for cookies, whatever their sessions know of each other. */

/** Two tabs over one store. The first has a time of its own, and can be frozen. */
async function openTabs() {
  const storage = memoryStorage({ scope: 'a browser' })
  const scene = await openScene({ server: { rotation: false }, session: { storage } })
  const { lifecycle, tell } = createHandLifecycle()
  const first = scene.openSession({ lifecycle, clock: createHandClock(scene.clock.now()) })
  const second = scene.openSession()
  await first.login(ada)
  await second.start()
  const stored = async () => (await storage('auth-session').read()).record
  return { ...scene, first, second, tell, stored }
}

test('a frozen tab’s late answer never takes the place of what others have renewed since', async () => {
  const { first, second, tell, stored, server, clock, url, counts } = await openTabs()
  await server.revokeAccess()
  const gate = server.faults.next({ path: '/api/session/refresh/' }, { kind: 'gate', hold: 'answer' })
  const late = first.fetch(url('/api/late/'))
  await gate.arrived
  tell('froze')
  expect((await second.fetch(url('/api/notes/'))).status).toBe(200)
  clock.advance(15_000)
  await expect.poll(async () => (await stored())?.generation, PATIENCE).toBe(3)
  const before = await stored()
  gate.release()
  await expect.poll(() => server.counts.get('POST /api/session/refresh/ 200'), PATIENCE).toBe(3)
  tell('thawed')
  expect((await late).status).toBe(200)
  expect(await stored()).toEqual(before)
  expect([first, second].map(({ actor }) => actor.getSnapshot().context.stamp?.generation)).toEqual([3, 3])
  expect(counts()).toEqual({ logins: 1, refreshes: 3, logouts: 0 })
})

test('a login that reaches the store after the next one ends nobody’s login', async () => {
  const gate = createGate()
  const held = [gate.opened]
  const commit = ({ commit: write }: SessionStore): Partial<SessionStore> => ({
    commit: async (...given) => {
      await held.pop()
      return write(...given)
    },
  })
  const { session, server, jar, counts, url } = await openScene({
    session: { storage: altered(memoryStorage(), commit) },
  })
  const first = session.login(ada).catch(({ code }) => code)
  await expect.poll(() => session.getSnapshot().loggedIn, PATIENCE).toBe(true)
  await session.login(grace)
  gate.open()
  expect(await first).toBe('session_changed')
  // As long as it takes for a logout to arrive, too.
  expect((await session.fetch(url('/api/me/'))).status).toBe(200)
  expect(counts()).toEqual({ logins: 2, refreshes: 0, logouts: 0 })
  expect(await server.families()).toMatchObject([{ alive: false }, { username: 'grace', alive: true }])
  expect(jar.get('refresh')).not.toBe(null)
})

test('a session never goes on with what another user’s login has left in the cookie', async () => {
  const { session, openSession, server, url } = await openScene()
  await session.login(ada)
  await openSession().login(grace)
  await server.revokeAccess()
  expect(await session.fetch(url('/api/me/')).catch(({ code }) => code)).toBe('session_expired')
  expect(session.getSnapshot()).toMatchObject({ status: 'expired', endReason: 'rejected' })
  expect(await server.families()).toMatchObject([{ username: 'ada' }, { username: 'grace', alive: true }])
})

test('and neither where both tokens are in cookies, as soon as it is renewed', async () => {
  const { session, openSession, clock } = await openScene({ backend: bothInCookies })
  await session.login(ada)
  await openSession().login(grace)
  clock.advance(15_000)
  await expect.poll(() => session.getSnapshot(), PATIENCE).toMatchObject({ status: 'expired', endReason: 'rejected' })
})
