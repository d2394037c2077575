import { expect, test } from 'vitest'
import { controlOf } from '../../src/devtools/control'
import { ada, LIFE, openPorts } from './scene'

const refreshes = '/api/token/refresh/'

/** What the session machine was told, and where it led. */
function way({ session }: Pick<ReturnType<typeof openPorts>, 'session'>, from = 0): string[] {
  return session
    .timeline()
    .events.slice(from)
    .filter(({ machine, event }) => machine === 'session' && event.type !== 'requests.counted')
    .map(({ event, value }) => `${event.type} → ${typeof value === 'string' ? value : JSON.stringify(value)}`)
}

test('the token runs out: the clock is at its end, requests wait, and the renewal brings them through', async () => {
  const scene = openPorts()
  const { session, time, control, fake, url } = scene
  await session.login(ada)
  const before = session.timeline().events.length
  control.levers.lapse()
  expect(session.getSnapshot().status).toBe('queuedRetry')
  const answer = session.fetch(url('/api/me/'))
  await time.settle()
  expect((await answer).status).toBe(200)
  expect(session.getSnapshot().status).toBe('authenticated')
  expect(way(scene, before)).toEqual([
    'lifecycle.woke → {"renewing":"queuedRetry"}',
    'xstate.done.actor.renewal → authenticated',
  ])
  expect(fake.count(refreshes)).toBe(1)
  expect(control.state().ahead).toBe(LIFE - 2_000)
  expect(control.state().lastWake).toEqual({ at: control.now(), what: 'woke' })
})

test('401 next: one request is refused before it leaves, the token renewed, and the request replayed', async () => {
  const { session, time, control, fake, url } = openPorts()
  await session.login(ada)
  await time.advance(40_000)
  control.levers.refuseNext()
  expect(control.state().refusesNext).toBe(true)
  expect((await session.fetch(url('/api/me/'))).status).toBe(200)
  expect(control.state().refusesNext).toBe(false)
  expect([fake.count(refreshes), fake.count('/api/me/')]).toEqual([1, 1])
  expect((await session.fetch(url('/api/me/'))).status).toBe(200)
  expect(fake.count(refreshes)).toBe(1)
})

test('401 next leaves alone what goes without a token, and what the session asks for itself', async () => {
  const { session, control, fake, url, time } = openPorts()
  await session.login(ada)
  await time.advance(40_000)
  control.levers.refuseNext()
  expect((await session.fetch(url('/api/open/'), { auth: 'omit' })).status).toBe(401)
  control.levers.lapse()
  await time.settle()
  expect(fake.count(refreshes)).toBe(1)
  expect(control.state().refusesNext).toBe(true)
})

test('renewals are unreachable: none reaches the server, the session goes on, and recovers', async () => {
  const { session, time, control, fake } = openPorts()
  await session.login(ada)
  control.levers.setRenewals('unreachable')
  control.levers.lapse()
  await time.settle()
  expect(session.getSnapshot()).toMatchObject({ status: 'queuedRetry', degraded: true })
  expect(fake.count(refreshes)).toBe(0)
  control.levers.setRenewals('pass')
  await time.advance(10_000)
  expect(session.getSnapshot()).toMatchObject({ status: 'authenticated', degraded: false })
  expect(fake.count(refreshes)).toBe(1)
})

test('renewals are rejected by the backend’s own final no: the session expires, and says so', async () => {
  const { session, time, control, fake } = openPorts()
  await session.login(ada)
  control.levers.setRenewals('rejected')
  control.levers.lapse()
  await time.settle()
  expect(session.getSnapshot()).toMatchObject({ status: 'expired', endReason: 'rejected' })
  expect(fake.count(refreshes)).toBe(0)
})

test('offline: nothing leaves, a renewal waits for the network, and goes on when it is back', async () => {
  const { session, time, control, fake, url } = openPorts()
  await session.login(ada)
  const sent = fake.requests.length
  control.levers.setOffline(true)
  await expect(session.fetch(url('/api/me/'))).rejects.toThrow(TypeError)
  control.levers.lapse()
  await time.settle()
  expect(session.actor.getSnapshot().context.delay).toMatchObject({ cause: 'offline' })
  expect(fake.requests.length).toBe(sent)
  control.levers.setOffline(false)
  await time.settle()
  expect(session.getSnapshot().status).toBe('authenticated')
})

test('sleep: both clocks move, and the session wakes past its token’s end', async () => {
  const { session, time, control } = openPorts()
  await session.login(ada)
  const before = control.now()
  control.levers.sleep(600_000)
  expect(session.getSnapshot().status).toBe('queuedRetry')
  expect(control.now() - before).toBe(600_000)
  await time.settle()
  const { status, expiresAt } = session.getSnapshot()
  expect(status).toBe('authenticated')
  // A `Date` header has whole seconds.
  expect(Math.abs(expiresAt! - control.now() - LIFE)).toBeLessThanOrEqual(1_000)
})

test('a sibling logs out: the login is buried in the store, this session hears of it, and so does every other', async () => {
  const scene = openPorts({ named: true })
  const { session, time, control, given, open } = scene
  await session.login(ada)
  const other = open(given)
  await other.start()
  expect(other.getSnapshot().status).toBe('authenticated')
  const before = session.timeline().events.length
  await control.levers.logOutElsewhere()
  await time.advance(200)
  expect([session.getSnapshot().status, other.getSnapshot().status]).toEqual(['loggedOut', 'loggedOut'])
  expect(way(scene, before)).toEqual(['sibling.loggedOut → {"loggedOut":"settled"}'])
})

test('without a shared store no sibling can log out, and the ports say so', async () => {
  const { session, control, time } = openPorts()
  await session.login(ada)
  expect(control.state().hasSharedStore).toBe(false)
  await control.levers.logOutElsewhere()
  await time.advance(200)
  expect(session.getSnapshot().status).toBe('authenticated')
})

test('a session without ports has no control, and none can be given to it', async () => {
  const { given, open } = openPorts()
  const bare = open(given)
  await bare.start()
  expect(controlOf(bare)).toBeUndefined()
})
