import { expect, test } from 'vitest'
import { ada, createWorld, me, refreshPath, type SessionOptions, watch } from './world'

test.each([
  ['dispose', 'disposed'],
  ['logout', 'logged_out'],
  ['acknowledge', 'session_expired'],
] as const)('a held request is let go of by %s, as %s', async (end, code) => {
  const { time, fake, open } = createWorld()
  const session = open()
  await session.login(ada)
  fake.revokeAccess()
  fake.revokeRefresh()
  const answer = watch(session.fetch(me, { hold: true }))
  await time.advance(1_000)
  expect(session.getSnapshot()).toMatchObject({ status: 'expired', held: 1 })
  void session[end]()
  await time.advance(1_000)
  expect({ answer: answer.outcome, pending: time.pending }).toEqual({ answer: code, pending: 0 })
})

const transports: Record<string, () => unknown> = {
  'throws at once': () => {
    throw new Error('broken')
  },
  'returns nothing': () => undefined,
  'resolves with nothing': async () => undefined,
  'resolves with null': async () => null,
  'resolves with an empty object': async () => ({}),
  'returns a number': () => 7,
}

test.each(Object.entries(transports))('nobody waits forever for a transport that %s', async (_, answer) => {
  const { time, fake, open } = createWorld()
  let broken = false
  const transport: typeof fetch = (input, init) => (broken ? (answer() as Promise<Response>) : fake.fetch(input, init))
  const session = open({ fetch: transport })
  await session.login(ada)
  broken = true
  const seen = [
    watch(session.fetch(me)),
    watch(session.fetch(me, { auth: 'required' })),
    watch(session.login(ada)),
    watch(session.logout()),
  ]
  await time.advance(31_000)
  expect(seen.filter(({ outcome }) => outcome === 'pending')).toEqual([])
})

test('a login over a transport that neither answers nor heeds its signal is unreachable in time', async () => {
  const { time, fake, open } = createWorld()
  let silent = true
  const transport: typeof fetch = (input, init) => (silent ? new Promise(() => {}) : fake.fetch(input, init))
  const session = open({ fetch: transport })
  const login = watch(session.login(ada))
  await time.advance(11_000)
  expect({ login: login.outcome, pending: time.pending }).toEqual({ login: 'unreachable', pending: 0 })
  silent = false
  await session.login(ada)
  expect(session.getSnapshot().status).toBe('authenticated')
})

/** A session and the causes of the delays that it tells. */
async function openTold(open: ReturnType<typeof createWorld>['open'], own: SessionOptions) {
  const session = open(own)
  const causes: string[] = []
  session.on('renewalDelayed', ({ cause }) => void causes.push(cause))
  await session.login(ada)
  return { session, causes }
}

test('renewals over a transport that throws at once are delayed, and go on when it works again', async () => {
  const { time, fake, open } = createWorld()
  let broken = false
  const transport: typeof fetch = (input, init) => {
    if (broken) throw new Error('broken')
    return fake.fetch(input, init)
  }
  const { session, causes } = await openTold(open, { fetch: transport })
  broken = true
  await time.advance(305_000)
  expect({ status: session.getSnapshot().status, causes: new Set(causes) }).toEqual({
    status: 'queuedRetry',
    causes: new Set(['maybe_rotated']),
  })
  broken = false
  const answer = watch(session.fetch(me))
  await time.advance(20_000)
  expect(answer.outcome).toBe(200)
})

test('a backend whose renew() throws at once is told of as a delayed renewal', async () => {
  const { time, fake, open } = createWorld()
  const backend = {
    ...fake.backend,
    renew: () => {
      throw new Error('broken')
    },
  }
  const { session, causes } = await openTold(open, { backend })
  fake.revokeAccess()
  watch(session.fetch(me))
  await time.advance(9_000)
  expect({ degraded: session.getSnapshot().degraded, causes: new Set(causes) }).toEqual({
    degraded: true,
    causes: new Set(['maybe_rotated']),
  })
})

test('an isUnauthorized that returns undefined means no', async () => {
  const { open } = createWorld()
  const session = open()
  await session.login(ada)
  const send = async (): Promise<{ readonly ok: boolean; readonly refused?: boolean }> => ({ ok: true })
  const isUnauthorized = (outcome: unknown) => (outcome as { refused?: boolean }).refused as boolean
  expect(await session.withToken(send, { isUnauthorized })).toEqual({ ok: true })
})

test('a moment after which to retry is read by the server’s clock', async () => {
  const ahead = 600_000
  const { time, fake, open } = createWorld({ serverAhead: ahead })
  const session = open()
  await session.login(ada)
  fake.revokeAccess()
  const serverTime = (inMs: number) => new Date(time.now() + ahead + inMs).toUTCString()
  const stop = fake.intercept(({ path }) => {
    if (path !== refreshPath) return undefined
    return new Response('{}', { status: 503, headers: { Date: serverTime(0), 'Retry-After': serverTime(3_000) } })
  })
  const answer = watch(session.fetch(me))
  await time.advance(1_000)
  stop()
  await time.advance(10_000)
  expect(answer.outcome).toBe(200)
})
