import { expect, test, vi } from 'vitest'
import { type Lock, processLock, type Stamp, type StoredSession } from 'xstate-auth-session'
import { ada, altered, createGate, createWorld, me, refreshPath, sharedStore, watch } from '../adversity/world'

const never: Lock = { acquire: () => new Promise(() => {}) }

test('a lock that nobody gives back holds a renewal up for one request time-out, and no longer', async () => {
  const { time, fake, open } = createWorld()
  const session = open({ ...sharedStore(), lock: never })
  await session.login(ada)
  fake.revokeAccess()
  const answer = session.fetch(me)
  await time.advance(9_999)
  expect(fake.count(refreshPath)).toBe(0)
  await time.advance(1)
  expect((await answer).status).toBe(200)
})

test('nor longer over a store that can’t be read meanwhile', async () => {
  const { time, fake, open } = createWorld()
  const { key, storage } = sharedStore()
  let isBroken = false
  const broken = altered(storage, ({ read }) => ({
    read: () => (isBroken ? Promise.reject(new Error('broken')) : read()),
  }))
  const session = open({ key, storage: broken, lock: never })
  await session.login(ada)
  isBroken = true
  fake.revokeAccess()
  const answer = watch(session.fetch(me))
  await time.advance(10_000)
  expect(answer.outcome).toBe(200)
})

test('who has gone on without the lock has left its line, and gives back at once what comes all the same', async () => {
  const { time, fake, open } = createWorld()
  const release = vi.fn()
  const late = createGate()
  const lines: AbortSignal[] = []
  const lock: Lock = {
    acquire(_, signal) {
      lines.push(signal)
      return late.opened.then(() => release)
    },
  }
  const session = open({ ...sharedStore(), lock })
  await session.login(ada)
  fake.revokeAccess()
  const answer = watch(session.fetch(me))
  await time.advance(10_000)
  expect([answer.outcome, lines.map(({ aborted }) => aborted)]).toEqual([200, [true]])
  late.open()
  await time.settle()
  expect(release).toHaveBeenCalledTimes(1)
})

test('who is granted the lock waits for one that rotates without it', async () => {
  const { time, fake, open, spent } = createWorld()
  const shared = sharedStore()
  const [stuck, granted] = [open({ ...shared, lock: never }), open({ ...shared, lock: processLock() })]
  await stuck.login(ada)
  await granted.start()
  fake.revokeAccess()
  const gate = createGate()
  fake.intercept(({ path }, answer) => (path === refreshPath ? gate.opened.then(answer) : undefined))
  const first = watch(stuck.fetch(me))
  await time.advance(10_000)
  const second = watch(granted.fetch(me))
  await time.advance(5_000)
  expect([spent().length, second.outcome]).toEqual([1, 'pending'])
  gate.open()
  await time.advance(1_000)
  expect([first.outcome, second.outcome, spent().length]).toEqual([200, 200, 1])
})

test('a note that ends too late, for the clock was set back, holds a renewal up for three request time-outs', async () => {
  const { time, fake, open } = createWorld()
  const { key, storage } = sharedStore()
  const session = open({ key, storage, lock: null, queue: { maxWait: 60_000 } })
  await session.login(ada)
  const stamp = session.actor.getSnapshot().context.stamp as Stamp
  await storage(key).intend(stamp, { stamp, deadline: time.now() + 3_600_000, holder: 'gone' })
  fake.revokeAccess()
  const answer = watch(session.fetch(me))
  await time.advance(29_000)
  expect(answer.outcome).toBe('pending')
  await time.advance(1_500)
  expect(answer.outcome).toBe(200)
})

test('a device that slept while a tab noted its intent has the store looked at again before anything is spent', async () => {
  const { time, spent, open } = createWorld()
  const { key, storage } = sharedStore()
  const woken = createGate()
  const slow = altered(storage, ({ intend }) => ({
    async intend(stamp, intent, expected) {
      const isWritten = await intend(stamp, intent, expected)
      if (intent) await woken.opened
      return isWritten
    },
  }))
  const session = open({ key, storage: slow, lock: processLock() })
  await session.login(ada)
  await time.advance(100_000)
  const token = watch(session.accessToken({ minValidFor: 250_000 }))
  await time.settle()
  time.sleep(6_000)
  const record = (await storage(key).read()).record as StoredSession
  const next = { ...record, generation: 2, sentAt: time.now(), expiresAt: time.now() + 300_000 }
  await storage(key).commit(record, next)
  woken.open()
  await time.advance(2_000)
  expect([token.outcome, session.actor.getSnapshot().context.stamp?.generation, spent()]).toEqual(['done', 2, []])
})
