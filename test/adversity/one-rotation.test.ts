import { expect, test } from 'vitest'
import { memoryStorage, processLock } from 'xstate-auth-session'
import {
  ada,
  altered,
  createGate,
  createWorld,
  foreignGrant,
  foreignToken,
  grace,
  me,
  origin,
  refreshPath,
  sharedStore,
  watch,
} from './world'

test('tokens given in mid-rotation start no second rotation with the token that is on the wire', async () => {
  const { time, fake, open, spent } = createWorld()
  const session = open()
  await session.login(ada)
  const gate = createGate()
  fake.intercept(({ path }) =>
    path === refreshPath ? gate.opened.then(() => new Response('{}', { status: 503 })) : undefined,
  )
  await time.advance(241_000)
  expect({ sent: spent().length, status: session.getSnapshot().status }).toEqual({ sent: 1, status: 'refreshing' })
  await session.setTokens({ accessToken: foreignToken(time.now() + 300_000) })
  expect(session.getSnapshot().status).toBe('authenticated')
  const answer = watch(session.fetch(me))
  await time.advance(1_000)
  expect({ sent: spent().length, answer: answer.outcome }).toEqual({ sent: 1, answer: 'pending' })
})

test('a rotation that is granted at the last moment and committed slowly is not followed by another of its token', async () => {
  const { time, fake, open, spent } = createWorld()
  let stuck = false
  const session = open({
    storage: altered(memoryStorage({ scope: 'tab' }), ({ commit }) => ({
      commit: (expected, next) => (stuck ? new Promise(() => {}) : commit(expected, next)),
    })),
  })
  await session.login(ada)
  stuck = true
  const gate = createGate()
  const stop = fake.intercept(({ path }) => {
    if (path !== refreshPath) return undefined
    stop()
    return gate.opened.then(() => foreignGrant(time.now()))
  })
  await time.advance(241_000)
  expect(spent()).toHaveLength(1)
  await time.advance(28_000)
  gate.open()
  await time.advance(8_000)
  expect(spent()).toEqual([...new Set(spent())])
})

test('a pair given while a rotation is being committed is what the store keeps', async () => {
  const { time, fake, open, spent } = createWorld()
  const storage = memoryStorage({ scope: 'tab' })
  const gate = createGate()
  let slow = false
  const session = open({
    key: 'pair',
    storage: altered(storage, ({ commit }) => ({
      commit: async (expected, next) => {
        const verdict = commit(expected, next)
        if (slow) {
          slow = false
          await gate.opened
        }
        return verdict
      },
    })),
  })
  await session.login(ada)
  slow = true
  await time.advance(241_000)
  expect(spent()).toHaveLength(1)
  const response = await fake.fetch(`${origin}/api/token/`, { method: 'POST', body: JSON.stringify(ada) })
  const { access, refresh } = (await response.json()) as { access: string; refresh: string }
  watch(session.setTokens({ accessToken: access, refreshToken: refresh }))
  await time.advance(10)
  gate.open()
  await time.advance(1_000)
  expect((await storage('pair').read()).record).toMatchObject({ accessToken: access, refreshToken: refresh })
})

test('nothing of a user comes back by an overdue rotation after a logout and another’s login', async () => {
  const { time, fake, open } = createWorld()
  const session = open(sharedStore())
  await session.login(ada)
  const gate = createGate()
  const stop = fake.intercept(({ path }) => {
    if (path !== refreshPath) return undefined
    stop()
    return gate.opened.then(() => foreignGrant(time.now()))
  })
  await time.advance(255_000)
  await session.logout()
  await session.login(grace)
  gate.open()
  await time.advance(1_000)
  expect(session.getSnapshot().claims).toMatchObject({ user_id: 'grace' })
  await time.advance(600_000)
  expect(session.getSnapshot()).toMatchObject({
    status: 'authenticated',
    claims: { user_id: 'grace' },
    endReason: null,
  })
})

test('a session stopped in mid-renewal settles its callers and sends no further renewal', async () => {
  const { time, fake, open, spent } = createWorld()
  const session = open()
  await session.start()
  await session.login(ada)
  fake.revokeAccess()
  const gate = createGate()
  fake.intercept(({ path }) =>
    path === refreshPath ? gate.opened.then(() => new Response('{}', { status: 503 })) : undefined,
  )
  const answer = watch(session.fetch(me))
  await time.advance(100)
  session.stop()
  await time.advance(31_000)
  expect(answer.outcome).toBe('queue_timeout')
  gate.open()
  const before = spent().length
  await time.advance(600_000)
  expect(spent()).toHaveLength(before)
})

test('whoever would rotate next waits for a rotation on the wire, though nobody needs its answer any more', async () => {
  const { time, fake, open } = createWorld()
  const { key, storage } = sharedStore()
  const lock = processLock()
  const session = open({ key, storage, lock })
  await session.login(ada)
  const gate = createGate()
  fake.intercept(({ path }, answer) => (path === refreshPath ? gate.opened.then(answer) : undefined))
  await time.advance(241_000)
  await session.setTokens({ accessToken: foreignToken(time.now() + 300_000) })
  const next = watch(lock.acquire(`${key}.renewal`, new AbortController().signal))
  await time.advance(1_000)
  expect([session.getSnapshot().status, next.outcome]).toEqual(['authenticated', 'pending'])
  gate.open()
  await time.advance(1_000)
  expect(next.outcome).toBe('done')
})
