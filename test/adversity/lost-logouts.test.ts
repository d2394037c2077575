import { expect, test } from 'vitest'
import { legacyKeys, memoryStorage } from 'xstate-auth-session'
import { createStorageArea } from '../session/storage-area'
import {
  ada,
  altered,
  createGate,
  createHandLifecycle,
  createWorld,
  foreignToken,
  lateRenewals,
  revocationPath,
  sharedStore,
  slowReads,
  watch,
} from './world'

test('a logout in mid-rotation leaves nothing behind, though the store refuses to bury the login', async () => {
  const { time, fake, open } = createWorld()
  const storage = memoryStorage({ scope: 'tab' })
  const gate = createGate()
  const session = open({
    key: 'buried',
    fetch: lateRenewals(fake, gate),
    storage: altered(storage, () => ({
      end: () => {
        throw new Error('busy')
      },
    })),
  })
  await session.login(ada)
  await time.advance(241_000)
  watch(session.logout())
  await time.advance(100)
  gate.open()
  await time.advance(15_000)
  expect((await storage('buried').read()).record).toBe(null)
  const after = open({ key: 'buried', storage })
  await after.start()
  expect([session.getSnapshot().status, after.getSnapshot().status]).toEqual(['loggedOut', 'anonymous'])
})

test('a logout is over whatever the server says to the revocation, and each login is revoked once', async () => {
  const { time, fake, open } = createWorld()
  const session = open()
  fake.intercept(({ path }) => (path === revocationPath ? new Response('{}', { status: 500 }) : undefined))
  for (let logins = 0; logins < 3; logins++) {
    await session.login(ada)
    await session.logout()
  }
  await time.advance(60_000)
  expect({
    status: session.getSnapshot().status,
    revocations: fake.count(revocationPath),
    pending: time.pending,
  }).toEqual({ status: 'loggedOut', revocations: 3, pending: 0 })
})

test('of revocations that found no network the last five are made up for when it is back', async () => {
  const { time, fake, open } = createWorld()
  fake.intercept(({ path }) => (path === revocationPath ? Promise.reject(new TypeError('fetch failed')) : undefined))
  const { lifecycle, tell } = createHandLifecycle()
  const session = open({ lifecycle })
  for (let logins = 0; logins < 20; logins++) {
    await session.login(ada)
    await session.logout()
  }
  const before = fake.count(revocationPath)
  tell('online')
  await time.advance(1_000)
  expect(fake.count(revocationPath) - before).toBe(5)
})

/** A session logs in; long after, without a network, another one begins to prove what it restored. */
async function createProving() {
  const { time, fake, open } = createWorld()
  const { key, storage } = sharedStore()
  const first = open({ key, storage })
  await first.login(ada)
  await time.advance(1_000)
  time.sleep(400_000)
  fake.network(false)
  const reads = slowReads(storage)
  const second = open({ key, storage: reads.storage })
  const told: string[] = []
  second.on('loggedOut', ({ by }) => told.push(by))
  return { time, first, second, reads, told }
}

test('a sibling’s logout reaches a session that is proving what it restored while the server is away', async () => {
  const { time, first, second, told } = await createProving()
  const started = watch(second.start())
  await time.advance(2_000)
  await first.logout()
  await time.advance(100)
  expect({ started: started.outcome, status: second.getSnapshot().status, told }).toEqual({
    started: 'done',
    status: 'anonymous',
    told: [],
  })
})

test('a sibling’s logout during the look at the store is found by the session that restores an older state', async () => {
  const { time, first, second, reads, told } = await createProving()
  const release = reads.holdNext()
  const started = watch(second.start())
  await time.advance(100)
  await first.logout()
  release()
  await time.advance(100)
  expect({ started: started.outcome, status: second.getSnapshot().status, told }).toEqual({
    started: 'done',
    status: 'anonymous',
    told: [],
  })
})

test('a sibling’s logout after restore.timeout ends a session that the app was told of', async () => {
  const { time, first, second, told } = await createProving()
  const started = watch(second.start())
  await time.advance(6_000)
  expect(second.getSnapshot().status).toBe('queuedRetry')
  await first.logout()
  await time.advance(100)
  expect({ started: started.outcome, status: second.getSnapshot().status, told }).toEqual({
    started: 'done',
    status: 'loggedOut',
    told: ['sibling'],
  })
})

test('tokens that other code writes under its own keys after a logout are taken', async () => {
  const { time, open } = createWorld()
  const area = createStorageArea()
  const writeTokens = () => {
    area.setItem('at', foreignToken(time.now() + 300_000))
    area.setItem('rt', foreignToken(time.now() + 3_000_000))
  }
  const storage = legacyKeys({ access: 'at', refresh: 'rt', area })
  writeTokens()
  const first = open({ storage })
  await first.start()
  expect(first.getSnapshot().status).toBe('authenticated')
  await first.logout()
  first.dispose()
  writeTokens()
  const second = open({ storage })
  await second.start()
  expect(second.getSnapshot().status).toBe('authenticated')
})

test('a session disposed of while it takes tokens rejects them and revokes nothing', async () => {
  const { time, fake, open } = createWorld()
  const session = open()
  await session.start()
  const taken = watch(
    session.setTokens({
      accessToken: foreignToken(time.now() + 300_000),
      refreshToken: foreignToken(time.now() + 9_000_000),
    }),
  )
  session.dispose()
  await time.advance(1_000)
  expect({ taken: taken.outcome, sent: fake.requests }).toEqual({ taken: 'disposed', sent: [] })
})
