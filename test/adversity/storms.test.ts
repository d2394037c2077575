import { expect, test } from 'vitest'
import { memoryStorage } from 'xstate-auth-session'
import { ada, createHandLifecycle, createWorld, me, refreshPath, sharedStore, watch } from './world'

/** Where a storm breaks, so that the test ends. */
const STORM = 50

test('a device whose clock is ahead renews once after a reload, though no answer tells the time', async () => {
  const { time, fake, open, spent } = createWorld({ rotation: false, serverAhead: -600_000 })
  const storage = memoryStorage({ scope: 'tab' })
  const first = open({ storage })
  await first.login(ada)
  expect(first.getSnapshot().expiresAt).toBeGreaterThan(time.now())
  first.dispose()
  await time.advance(280_000)
  fake.intercept(({ path }) => (path === refreshPath && spent().length > STORM ? new Promise(() => {}) : undefined))
  const second = open({ storage })
  await second.start()
  for (let turn = 0; turn < 20; turn++) await time.advance(10)
  expect({ spent: spent().length, status: second.getSnapshot().status }).toEqual({ spent: 1, status: 'authenticated' })
})

test('a final refusal is asked for once where the refresh token has run out', async () => {
  const { time, fake, open } = createWorld({ rotation: false, refreshLifetime: 600, accessLifetime: 300 })
  const { lifecycle, tell } = createHandLifecycle()
  const session = open({ storage: memoryStorage({ scope: 'tab' }), lifecycle })
  await session.login(ada)
  await time.advance(605_000)
  tell('woke')
  await time.advance(100)
  expect(session.getSnapshot().status).toBe('authenticated')
  fake.revokeAccess()
  fake.intercept(({ path }) =>
    path === '/api/me/' && fake.count('/api/me/') > STORM ? new Promise(() => {}) : undefined,
  )
  const answer = watch(session.fetch(me))
  await time.advance(1_000)
  expect({
    asked: fake.count('/api/me/'),
    answer: answer.outcome,
    status: session.getSnapshot().status,
  }).toEqual({ asked: 1, answer: 'session_expired', status: 'expired' })
})

test('opaque tokens that are said to live for no time at all are not renewed over and over', async () => {
  const { time, fake, open, spent } = createWorld()
  const { backend } = fake
  fake.intercept(({ path }) => (path === refreshPath && spent().length > STORM ? new Promise(() => {}) : undefined))
  const session = open({
    backend: {
      ...backend,
      tokens: 'opaque',
      grant: (answer) => {
        const grant = backend.grant(answer)
        return grant && { ...grant, expiresIn: 0 }
      },
    },
  })
  await session.login(ada)
  await time.advance(1_000)
  expect(spent()).toEqual([])
})

test('a wall clock that jumps an hour forward and back costs few renewals and no session', async () => {
  const { time, open, spent } = createWorld()
  const session = open()
  await session.login(ada)
  time.setWallClock(3_600_000)
  await time.advance(1_000)
  time.setWallClock(-3_600_000)
  for (let minute = 0; minute < 10; minute++) await time.advance(60_000)
  expect(session.getSnapshot()).toMatchObject({ loggedIn: true, endReason: null })
  expect(spent()).toHaveLength(2)
})

test('a long life piles up neither timers nor events', async () => {
  const { time, open } = createWorld()
  const session = open(sharedStore())
  await session.login(ada)
  for (let minute = 0; minute < 200; minute++) {
    await time.advance(60_000)
    expect((await session.fetch(me)).status).toBe(200)
  }
  expect(time.pending).toBeLessThan(3)
  expect(session.timeline().events.length).toBeLessThanOrEqual(500)
})

test('calls that come and run out of time one by one are looked at a few times each, however many wait', async () => {
  const { time, fake, open } = createWorld({ accessLifetime: 60 })
  const session = open({ queue: { maxWait: 60_000 } })
  await session.login(ada)
  fake.network(false)
  await time.advance(100_000)
  expect(session.getSnapshot().status).toBe('queuedRetry')
  let looks = 0
  const calls = 300
  const outcomes = new Set<unknown>()
  for (let call = 0; call < calls; call++) {
    const { signal } = new AbortController()
    const aborted = () => {
      looks++
      return false
    }
    Object.defineProperty(signal, 'aborted', { get: aborted })
    session.withToken(async () => ({ status: 200 }), { signal }).catch(({ code }) => outcomes.add(code))
    await time.advance(100)
  }
  await time.advance(60_000)
  expect({ outcomes: [...outcomes], waiting: session.getSnapshot().waiting }).toEqual({
    outcomes: ['queue_timeout'],
    waiting: 0,
  })
  expect(looks / calls).toBeLessThan(30)
})
