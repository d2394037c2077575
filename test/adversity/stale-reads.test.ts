import { expect, test } from 'vitest'
import { memoryStorage } from 'xstate-auth-session'
import {
  ada,
  altered,
  createGate,
  createHandLifecycle,
  createWorld,
  foreignToken,
  grace,
  me,
  sharedStore,
  slowReads,
  watch,
} from './world'

/** Two sessions over one store; the first one's reads can be held. */
async function createPair() {
  const world = createWorld()
  const { key, storage } = sharedStore()
  const reads = slowReads(storage)
  const first = world.open({ key, storage: reads.storage })
  const second = world.open({ key, storage })
  await first.login(ada)
  await second.start()
  await world.time.advance(100_000)
  return { ...world, first, second, hold: reads.hold }
}

test('a session that was logged out takes no tokens from a read that was under way', async () => {
  const { first, second, time, fake, hold } = await createPair()
  const release = hold()
  watch(first.accessToken({ minValidFor: 290_000 }))
  await time.advance(100)
  expect(first.getSnapshot().status).toBe('refreshing')
  await second.login(grace)
  await time.advance(100)
  watch(first.logout())
  await time.advance(100)
  expect(first.getSnapshot().status).toBe('loggedOut')
  release()
  await time.advance(1_000)
  const answer = watch(first.fetch(me))
  await time.advance(1_000)
  expect({
    status: first.getSnapshot().status,
    answer: answer.outcome,
    bearer: fake.requests.at(-1)?.bearer?.user,
  }).toEqual({ status: 'authenticated', answer: 200, bearer: 'grace' })
})

test('a read left behind by setTokens lets a sibling’s logout through, and requests go by it', async () => {
  const { first, second, time, hold } = await createPair()
  const release = hold()
  watch(first.accessToken({ minValidFor: 290_000 }))
  await time.advance(100)
  expect(first.getSnapshot().status).toBe('refreshing')
  watch(first.setTokens({ accessToken: foreignToken(time.now() + 300_000) }))
  await time.advance(100)
  expect(first.getSnapshot().status).toBe('authenticated')
  await second.logout()
  await time.advance(10)
  release()
  await time.advance(5_000)
  const answer = watch(first.fetch(me))
  await time.advance(1_000)
  expect({ status: first.getSnapshot().status, answer: answer.outcome }).toEqual({ status: 'loggedOut', answer: 401 })
})

test('a session that restores an outdated read hears of the logout that came meanwhile', async () => {
  const { time, open } = createWorld()
  const { key, storage } = sharedStore()
  const first = open({ key, storage })
  await first.login(ada)
  const reads = slowReads(storage)
  const release = reads.holdNext()
  const second = open({ key, storage: reads.storage })
  const started = watch(second.start())
  await time.advance(100)
  await first.logout()
  await time.advance(100)
  release()
  await time.advance(10_000)
  expect({ started: started.outcome, status: second.getSnapshot().status }).toEqual({
    started: 'done',
    status: 'loggedOut',
  })
})

test('a logout that is told while a look at the store is under way is not lost', async () => {
  const { time, open } = createWorld()
  const { key, storage } = sharedStore()
  const first = open({ key, storage })
  await first.login(ada)
  const reads = slowReads(storage)
  const { lifecycle, tell } = createHandLifecycle()
  const second = open({ key, storage: reads.storage, lifecycle })
  await second.start()
  await time.advance(1_000)
  const release = reads.holdNext()
  tell('woke')
  await time.advance(10)
  await first.logout()
  await time.advance(10)
  release()
  await time.advance(60_000)
  expect(second.getSnapshot()).toMatchObject({ status: 'loggedOut', endReason: null })
})

test('after stop() the first request waits for a look at the store, and learns of a logout before it is sent', async () => {
  const { first, second, time, fake } = await createPair()
  second.stop()
  await first.logout()
  await time.advance(1_000)
  const before = fake.requests.length
  const answer = watch(second.fetch(me))
  await time.advance(1_000)
  expect({ answer: answer.outcome, sent: fake.requests.slice(before) }).toEqual({ answer: 'logged_out', sent: [] })
})

test('the end of older logins says nothing about a login that could not read the store', async () => {
  const { time, open } = createWorld()
  const storage = memoryStorage({ scope: 'tab' })
  const first = open({ storage })
  for (let logins = 0; logins < 3; logins++) {
    await first.login(ada)
    await first.logout()
  }
  first.dispose()
  let blocked = true
  const second = open({
    storage: altered(storage, ({ read }) => ({
      read: () => {
        if (blocked) throw new Error('blocked')
        return read()
      },
    })),
  })
  await second.start()
  await second.login(ada)
  blocked = false
  expect(second.getSnapshot().status).toBe('authenticated')
  await time.advance(290_000)
  expect(second.getSnapshot()).toMatchObject({ status: 'authenticated', endReason: null })
})

test('a login after a logout lives on when the read that both overtook is answered', async () => {
  const { time, fake, open } = createWorld()
  const storage = memoryStorage({ scope: 'tab' })
  const gate = createGate()
  let reads = 0
  const session = open({
    storage: altered(storage, ({ read }) => ({
      read: async () => {
        if (reads++ === 0) await gate.opened
        return read()
      },
    })),
  })
  watch(session.start())
  await time.advance(10)
  watch(session.logout())
  await session.login(ada)
  expect(session.getSnapshot().status).toBe('authenticated')
  gate.open()
  await time.advance(1_000)
  expect(fake.count('/api/token/blacklist/')).toBe(0)
  await time.advance(600_000)
  expect(session.getSnapshot()).toMatchObject({ status: 'authenticated', endReason: null })
})
