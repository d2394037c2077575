import { expect, onTestFinished, test } from 'vitest'
import { webStorage } from 'xstate-auth-session'
import { ada, createWorld, me, refreshPath, type SessionOptions, watch } from '../adversity/world'
import { createStorageArea } from '../session/storage-area'
import { unsignedToken } from '../session/unsigned-token'

const KEY = 'auth-session'

/** A page over a store with a tombstone that says so, after she has logged in to it. */
async function logInOver(ended: object, more: SessionOptions = {}) {
  const world = createWorld()
  const area = createStorageArea()
  area.setItem(`${KEY}.ended`, JSON.stringify(ended))
  const own = { storage: webStorage(area, { scope: 'tab' }), ...more }
  const session = world.open(own)
  const started = watch(session.start())
  await world.time.advance(10_000)
  const login = watch(session.login(ada))
  await world.time.advance(10_000)
  const next = world.open(own)
  const again = watch(next.start())
  await world.time.advance(10_000)
  return [started, login, again].map(({ outcome }) => outcome).concat(next.getSnapshot().status)
}

test.each([
  ['whose epochs are no texts', { epochs: [{ toString: null, valueOf: null }], reason: 'logged_out' }],
  ['that gives no reason', { epochs: ['99.a'] }],
  ['that counts beyond what can be counted on', { epochs: [`${'9'.repeat(26)}.a`], reason: 'logged_out' }],
])('over a tombstone %s a login is possible, and kept', async (_, ended) => {
  expect(await logInOver(ended)).toEqual(['done', 'done', 'done', 'authenticated'])
})

test('a record whose epoch counts beyond what can be counted on gives way to a login', async () => {
  const { time, open } = createWorld()
  const area = createStorageArea()
  const storage = webStorage(area, { scope: 'tab' })
  await open({ storage }).login(ada)
  const written = JSON.parse(area.getItem(KEY)!)
  area.setItem(KEY, JSON.stringify({ ...written, epoch: '9'.repeat(26) }))
  const session = open({ storage })
  const login = watch(session.login(ada))
  await time.advance(10_000)
  expect([login.outcome, JSON.parse(area.getItem(KEY)!).epoch]).toEqual(['done', expect.stringMatching(/^[1-9]\./)])
})

test('a grant that is malformed tells nothing of the server’s clock', async () => {
  const { time, fake, open } = createWorld()
  const session = open()
  await session.login(ada)
  const inTwoMonths = time.now() / 1_000 + 5_000_000
  const malformed = { access: 'a.b.c', refresh: unsignedToken({ iat: inTwoMonths, exp: inTwoMonths + 86_400 }) }
  let answered = 0
  fake.intercept(({ path }) =>
    path === refreshPath && answered++ === 0 ? new Response(JSON.stringify(malformed)) : undefined,
  )
  for (let turn = 0; turn < 2; turn++) {
    fake.revokeAccess()
    const answer = watch(session.fetch(me))
    await time.advance(60_000)
    expect(answer.outcome).toBe(200)
  }
})

test('an app that sends to the session’s actor changes nothing, and ends nothing', async () => {
  const { open } = createWorld()
  const session = open()
  await session.login(ada)
  const before = session.actor.getSnapshot()
  const { send }: { send(event: unknown): void } = session.actor
  for (const event of [
    { type: 'user.loggedOut', at: 1, everywhere: false },
    { type: 'session.loggedIn' },
    { type: '*' },
    null,
  ])
    send(event)
  expect(session.actor.getSnapshot()).toBe(before)
  expect((await session.fetch(me)).status).toBe(200)
})

test('a transport that fails with what turns into no text is one that fails', async () => {
  const { time, fake, open } = createWorld()
  let isBroken = false
  const transport: typeof fetch = (input, init) =>
    isBroken
      ? Promise.reject({ name: { toString: 1 }, code: 1, cause: { code: Symbol('odd') } })
      : fake.fetch(input, init)
  const session = open({ fetch: transport })
  onTestFinished(() => session.dispose())
  await session.login(ada)
  isBroken = true
  const login = watch(session.login(ada))
  await time.advance(250_000)
  expect([login.outcome, session.getSnapshot().status]).toEqual(['unreachable', 'refreshing'])
  isBroken = false
  const answer = watch(session.fetch(me))
  await time.advance(120_000)
  expect([answer.outcome, session.getSnapshot().status]).toEqual([200, 'authenticated'])
})

test.each([
  ['never ends', () => new Promise<void>(() => {})],
  ['breaks off', (stream: ReadableStreamDefaultController) => stream.error(new TypeError('terminated'))],
])('a refusal whose body %s, of a token that nothing can renew, is the caller’s in time', async (_, pull) => {
  const { time, fake, open } = createWorld()
  const session = open()
  await session.login(ada)
  await session.setTokens({ accessToken: unsignedToken({ exp: time.now() / 1_000 + 3_000 }) })
  fake.intercept(({ path }) =>
    path === '/api/me/' ? new Response(new ReadableStream({ pull }), { status: 401 }) : undefined,
  )
  const answer = watch(session.fetch(me))
  await time.advance(30_000)
  expect([answer.outcome, session.getSnapshot().status]).toEqual([401, 'authenticated'])
})
