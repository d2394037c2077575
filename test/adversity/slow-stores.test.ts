import { expect, test } from 'vitest'
import { memoryStorage, processLock, type StoredState, webStorage } from 'xstate-auth-session'
import { overhearRejections } from '../session/rejections'
import { createStorageArea } from '../session/storage-area'
import {
  ada,
  altered,
  createGate,
  createHandLifecycle,
  createWorld,
  grace,
  me,
  origin,
  refreshPath,
  revocationPath,
  sharedStore,
  slowReads,
  watch,
} from './world'

const never = () => new Promise<never>(() => {})

test('a store that was slow at the start and works at the login keeps the session for the tab', async () => {
  const { time, open } = createWorld()
  let slow = true
  const session = open({
    storage: altered(webStorage(createStorageArea(), { scope: 'tab' }), ({ read }) => ({
      read: () => (slow ? never() : read()),
    })),
  })
  const started = watch(session.start())
  await time.advance(6_000)
  expect(started.outcome).toBe('done')
  slow = false
  await session.login(ada)
  await time.advance(1_000)
  expect(session.getSnapshot()).toMatchObject({ status: 'authenticated', persistence: 'tab' })
})

test('a commit of an older login that comes to nothing does not remove the record of the next login', async () => {
  const { time, open } = createWorld()
  const storage = webStorage(createStorageArea(), { scope: 'tab' })
  let commits = 0
  const session = open({
    key: 'next',
    storage: altered(storage, ({ commit }) => ({
      commit: (expected, next) => (commits++ === 0 ? never() : commit(expected, next)),
    })),
  })
  watch(session.login(ada))
  await time.advance(1_000)
  await session.login(grace)
  await time.advance(15_000)
  expect((await storage('next').read()).record).toMatchObject({ version: 1, subject: 'grace' })
  expect(session.getSnapshot()).toMatchObject({ status: 'authenticated', persistence: 'tab' })
})

test('a login is over in time, and a refused token renewed, over a store that never answers', async () => {
  const { time, fake, open } = createWorld()
  const session = open({
    storage: altered(memoryStorage({ scope: 'tab' }), () => ({
      read: never,
      commit: never,
      intend: never,
      end: never,
      remove: never,
    })),
  })
  const login = watch(session.login(ada))
  await time.advance(25_000)
  expect(login.outcome).toBe('done')
  fake.revokeAccess()
  const answer = watch(session.fetch(me))
  await time.advance(31_000)
  expect(answer.outcome).toBe(200)
})

test('a login that the server has granted is held up by a slow store for no longer than its start', async () => {
  const { time, open } = createWorld()
  const session = open({ storage: altered(memoryStorage({ scope: 'tab' }), () => ({ read: never, commit: never })) })
  const login = watch(session.login(ada))
  await time.advance(6_000)
  expect({ login: login.outcome, status: session.getSnapshot().status }).toEqual({
    login: 'done',
    status: 'authenticated',
  })
})

test('a storage that throws when it is opened leaves a session that lives in memory', async () => {
  const { time, open } = createWorld()
  const session = open({
    storage: () => {
      throw new Error('SecurityError')
    },
  })
  const login = watch(session.login(ada))
  await time.advance(1_000)
  expect({ login: login.outcome, ...session.getSnapshot() }).toMatchObject({
    login: 'done',
    status: 'authenticated',
    persistence: 'volatile',
  })
})

test('a store that reads nothing at all starts an anonymous session, and no rejection gets away', async () => {
  const { time, open } = createWorld()
  const unhandled = overhearRejections()
  const session = open({
    storage: altered(memoryStorage({ scope: 'tab' }), () => ({ read: () => undefined as unknown as StoredState })),
  })
  const started = watch(session.start())
  await time.advance(100)
  expect({
    started: started.outcome,
    status: session.getSnapshot().status,
    unhandled: await unhandled(),
  }).toEqual({ started: 'done', status: 'anonymous', unhandled: [] })
})

test('an access token given while a rotation’s tokens are on their way to a slow store costs nobody the session', async () => {
  const { time, fake, open } = createWorld()
  let delay = 0
  const later = async <T>(answer: T | PromiseLike<T>) => {
    await new Promise<void>((go) => void time.clock.setTimeout(go, delay))
    return answer
  }
  const session = open({
    storage: altered(memoryStorage(), ({ read, commit }) => ({
      read: () => later(null).then(read),
      commit: (expected, next) => later(commit(expected, next)),
    })),
  })
  watch(session.login(ada))
  await time.advance(1_000)
  const elsewhere = await fake.fetch(`${origin}/api/token/`, { method: 'POST', body: JSON.stringify(ada) })
  const { access: accessToken } = await elsewhere.json()
  delay = 50
  await time.advance(90_000)
  const token = watch(session.accessToken({ minValidFor: 290_000 }))
  await time.advance(60)
  const given = watch(session.setTokens({ accessToken }))
  await time.advance(1_000)
  expect([token.outcome, given.outcome]).toEqual(['done', 'done'])
  fake.revokeAccess()
  await time.advance(600_000)
  expect([session.getSnapshot().status, fake.count(revocationPath)]).toEqual(['authenticated', 0])
})

test.each([
  ['by the lock', processLock()],
  ['by its note where there is no lock', null],
])(
  'a tab whose token was refused keeps the others from spending it until the store says that the login has ended, %s',
  async (_, lock) => {
    const { time, fake, open } = createWorld()
    const { key, storage } = sharedStore()
    const slow = altered(storage, ({ end }) => ({
      async end(epoch, reason) {
        await new Promise<void>((resolve) => time.clock.setTimeout(resolve, 600))
        return end(epoch, reason)
      },
    }))
    const tabs = [open({ key, storage: slow, lock }), open({ key, storage: slow, lock })]
    await tabs[0]?.login(ada)
    await Promise.all(tabs.map((tab) => tab.start()))
    fake.revokeAccess()
    fake.revokeRefresh()
    const outcomes = tabs.map((tab) => watch(tab.fetch(me)))
    await time.advance(5_000)
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['session_expired', 'session_expired'])
    expect(fake.count(refreshPath)).toBe(1)
  },
)

test('a login on its way into a slow store is not taken back by one that it is about to replace', async () => {
  const { time, fake, open } = createWorld()
  const { key, storage } = sharedStore()
  const gate = createGate()
  const slow = altered(storage, (inner) => ({
    async commit(expected, next) {
      await gate.opened
      return inner.commit(expected, next)
    },
  }))
  const sessions = [open({ key, storage: slow }), open({ key, storage })] as const
  for (const session of sessions) watch(session.start())
  await time.advance(100)
  const logins = [watch(sessions[0].login(ada)), watch(sessions[1].login(grace))]
  await time.advance(1_000)
  gate.open()
  await time.advance(1_000)
  const users = sessions.map((session) => session.getSnapshot().claims?.['user_id'])
  const revoked = fake.requests.filter(({ path }) => path === revocationPath).map(({ bearer }) => bearer?.user)
  expect([users, revoked, logins.map(({ outcome }) => outcome)]).toEqual([['ada', 'ada'], ['grace'], ['done', 'done']])
})

test('a look that was under way when a tab logged in says nothing of what that login has replaced', async () => {
  const { time, fake, open } = createWorld()
  const { key, storage } = sharedStore()
  const { storage: slow, holdNext } = slowReads(storage)
  const { lifecycle, tell } = createHandLifecycle()
  const first = open({ key, storage, channel: null })
  const second = open({ key, storage: slow, channel: null, lifecycle })
  for (const session of [first, second]) watch(session.start())
  await time.advance(100)
  const readForLogin = holdNext()
  const login = watch(second.login(grace))
  await time.settle()
  watch(first.login(ada))
  await time.settle()
  const readToLook = holdNext()
  tell('woke')
  await time.settle()
  readForLogin()
  await time.settle()
  readToLook()
  await time.advance(1_000)
  expect([login.outcome, second.getSnapshot().claims?.['user_id']]).toEqual(['done', 'grace'])
  expect(fake.count(revocationPath)).toBe(0)
})

test('a note that is cleared late is not the one of the next try', async () => {
  const { time, fake, open } = createWorld()
  const cleared = createGate()
  const { key, storage } = sharedStore()
  const slow = altered(storage, (inner) => ({
    async intend(stamp, intent, expected) {
      if (intent === null) await cleared.opened
      return inner.intend(stamp, intent, expected)
    },
  }))
  const answered = createGate()
  let tries = 0
  fake.intercept(({ path }, answer) => {
    if (path !== refreshPath) return undefined
    return ++tries === 1 ? new Response(null, { status: 503 }) : answered.opened.then(answer)
  })
  const session = open({ key, storage: slow })
  watch(session.login(ada))
  await time.advance(1_000)
  fake.revokeAccess()
  const answer = watch(session.fetch(me))
  await time.advance(5_000)
  expect(tries).toBe(2)
  cleared.open()
  await time.settle()
  expect((await storage(key).read()).intent).toMatchObject({ stamp: { generation: 1 } })
  answered.open()
  await time.advance(1_000)
  expect(answer.outcome).toBe(200)
})

test('a tab whose store was slow at its start and takes a login over from it says where that is kept', async () => {
  const { time, open } = createWorld()
  const { key, storage } = sharedStore()
  let slow = true
  const late = open({ key, storage: altered(storage, ({ read }) => ({ read: () => (slow ? never() : read()) })) })
  watch(late.start())
  await time.advance(6_000)
  expect(late.getSnapshot()).toMatchObject({ status: 'anonymous', persistence: 'volatile' })
  slow = false
  watch(open({ key, storage }).login(ada))
  await time.advance(1_000)
  expect(late.getSnapshot()).toMatchObject({ status: 'authenticated', persistence: 'page' })
})
