import { expect, test } from 'vitest'
import { memoryStorage } from 'xstate-auth-session'
import { createSiblings } from 'xstate-auth-session/testing'
import {
  ada,
  altered,
  createGate,
  createWorld,
  me,
  origin,
  refreshPath,
  revocationPath,
  sharedStore,
  watch,
} from './world'

test('who waits while a renewal is delayed leaves as soon as another’s answer proves that the token is taken', async () => {
  const { time, fake, open } = createWorld()
  const session = open()
  await session.login(ada)
  const gate = createGate()
  fake.intercept(({ path }, answer) => {
    if (path === refreshPath) return new Response('{}', { status: 503, headers: { 'Retry-After': '20' } })
    if (path === '/api/refuses/') return new Response('{}', { status: 401 })
    return path === '/api/slow/' ? gate.opened.then(answer) : undefined
  })
  const slow = watch(session.fetch(`${origin}/api/slow/`))
  watch(session.fetch(`${origin}/api/refuses/`))
  await time.advance(1_000)
  const waiting = watch(session.fetch(me))
  await time.advance(1_000)
  expect([slow.outcome, waiting.outcome]).toEqual(['pending', 'pending'])
  gate.open()
  await time.advance(10)
  await time.advance(10)
  expect([slow.outcome, waiting.outcome]).toEqual([200, 200])
})

test('a store that always says that a sibling came first is not believed for ever', async () => {
  const { time, fake, open, spent } = createWorld()
  const { key, storage } = sharedStore()
  const session = open({ key, storage: altered(storage, () => ({ intend: () => false })) })
  await session.login(ada)
  fake.revokeAccess()
  const answer = watch(session.fetch(me))
  for (let turn = 0; turn < 50; turn++) await time.advance(20)
  expect([answer.outcome, spent().length]).toEqual([200, 1])
})

test('a store that always says that a later login came first is asked five times, and who logged in is logged in', async () => {
  const { time, fake, open } = createWorld()
  const { key, storage } = sharedStore()
  let commits = 0
  const commit = () => {
    commits += 1
    if (commits > 9) throw new Error('asked too often')
    return 'conflict' as const
  }
  const session = open({ key, storage: altered(storage, () => ({ commit })) })
  const login = watch(session.login(ada))
  await time.advance(1_000)
  expect([login.outcome, session.getSnapshot().status, commits]).toEqual(['done', 'authenticated', 5])
  expect(fake.count(revocationPath)).toBe(0)
})

test('a tab whose note comes second time after time spends nothing', async () => {
  const { time, fake, spent } = createWorld({ accessLifetime: 60 })
  const storage = altered(memoryStorage({ scope: 'device' }), ({ intend }) => ({
    intend: async (...args) => {
      await new Promise<void>((resolve) => void time.clock.setTimeout(resolve, 10))
      return intend(...args)
    },
  }))
  const session = { renewal: { jitter: 0 } }
  const browser = createSiblings({ backend: fake, time, locks: false, channel: false, storage, session })
  const [first, second] = [browser.open(), browser.open()]
  await first.session.login(ada)
  await second.session.start()
  await time.advance(1_200_000)
  expect(spent().length).toBeGreaterThan(20)
  expect(spent()).toEqual([...new Set(spent())])
})
