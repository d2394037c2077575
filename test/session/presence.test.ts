import { describe, expect, test } from 'vitest'
import { eventually, next, statusOf } from './moments'
import { ada, openScene, openTimedScene, refreshPath, type Session, strict } from './scene'
import { standStill } from './standstill'

const remember = (session: Session) => {
  const events: string[] = []
  for (const type of ['loggedIn', 'renewed', 'expired', 'loggedOut', 'fault'] as const)
    session.on(type, () => void events.push(type))
  return events
}

test('a session that was created starts nothing: no call, no timer, no store', async () => {
  const opened: string[] = []
  const { server, openSession, clock } = await openTimedScene()
  const session = openSession({
    storage: (key) => {
      opened.push(key)
      throw new Error('opened')
    },
    lifecycle: {
      attach: () => {
        opened.push('lifecycle')
        return () => {}
      },
      isOnline: () => true,
    },
  })
  clock.advance(60_000)
  expect(session.getSnapshot()).toEqual({
    status: 'restoring',
    loggedIn: false,
    degraded: false,
    user: null,
    claims: null,
    expiresAt: null,
    endReason: null,
    waiting: 0,
    held: 0,
    persistence: 'page',
    lastLogin: null,
  })
  expect(opened).toEqual([])
  expect(server.count()).toBe(0)
})

test('start resolves with the status once it is no longer restoring', async () => {
  const { session } = await openScene()
  expect(await session.start()).toBe('anonymous')
  await session.login(ada)
  expect(await session.start()).toBe('authenticated')
})

test('two starts in parallel restore once', async () => {
  const { openSession } = await openScene()
  let reads = 0
  const session = openSession({
    storage: () => ({
      scope: 'page',
      read: () => {
        reads++
        return { record: null, intent: null, tombstone: null, unreadable: false }
      },
      commit: () => 'done',
      intend: () => true,
      end: () => {},
      remove: () => {},
      subscribe: () => () => {},
    }),
  })
  expect(await Promise.all([session.start(), session.start()])).toEqual(['anonymous', 'anonymous'])
  expect(reads).toBe(1)
})

test('StrictMode’s start, stop, start leaves one session that renews on time', async () => {
  const { session, clock, refreshes } = await openTimedScene()
  const first = session.start()
  session.stop()
  const second = session.start()
  expect(await Promise.all([first, second])).toEqual(['anonymous', 'anonymous'])
  await session.login(ada)
  const renewed = next(session, 'renewed')
  clock.advance(10_000)
  await renewed
  expect(refreshes()).toBe(1)
})

test('the first use starts a session, whatever it is', async () => {
  const { openSession, url, session: ready } = await openScene()
  await ready.login(ada)
  const accessToken = await ready.accessToken()
  const uses: Record<string, (session: Session) => Promise<unknown>> = {
    login: (session) => session.login(ada),
    setTokens: (session) => session.setTokens({ accessToken }),
    fetch: (session) => session.fetch(url('/api/public/')),
    withToken: (session) => session.withToken(async () => ({ status: 200 })),
    accessToken: (session) => session.accessToken().catch(() => {}),
    logout: (session) => session.logout(),
    acknowledge: (session) => Promise.resolve(session.acknowledge()),
    check: (session) => session.check(),
  }
  for (const [name, use] of Object.entries(uses)) {
    const session = openSession()
    await use(session)
    await eventually(() => expect([name, session.getSnapshot().status]).not.toEqual([name, 'restoring']))
  }
})

describe('after stop', () => {
  test('no renewal is made, however much time passes', async () => {
    const { session, clock, refreshes } = await openTimedScene()
    await session.start()
    await session.login(ada)
    session.stop()
    clock.advance(3_600_000)
    await new Promise((resolve) => setImmediate(resolve))
    expect(refreshes()).toBe(0)
    expect(session.getSnapshot().status).toBe('authenticated')
  })

  test('with tokens that live for a second, the server hears nothing', async () => {
    const { server, session } = await openScene({ server: { accessLifetime: 2 } })
    await session.start()
    await session.login(ada)
    session.stop()
    const before = server.count()
    await new Promise((resolve) => setTimeout(resolve, 2_500))
    expect(server.count()).toBe(before)
  })

  test('the next use attaches again, and what is stale is renewed first', async () => {
    const { server, session, clock, refreshes, url } = await openTimedScene()
    await session.start()
    await session.login(ada)
    session.stop()
    clock.advance(3_600_000)
    expect((await session.fetch(url('/api/me/'))).status).toBe(200)
    expect(refreshes()).toBe(1)
    expect(server.count({ status: 401 })).toBe(0)

    const renewed = next(session, 'renewed')
    clock.advance(10_000)
    await renewed
    expect(refreshes()).toBe(2)
  })

  test('the next use with a good token costs nothing', async () => {
    const { session, refreshes, url } = await openScene()
    await session.start()
    await session.login(ada)
    session.stop()
    expect((await session.fetch(url('/api/me/'))).status).toBe(200)
    expect(await session.start()).toBe('authenticated')
    expect(refreshes()).toBe(0)
  })

  test('who waited before still gets an answer', async () => {
    const scene = await openTimedScene()
    const { session, url, clock, refreshes } = scene
    await session.start()
    await session.login(ada)
    const { release, first } = await standStill(scene)
    const other = session.fetch(url('/api/other/'))
    session.stop()
    release()
    expect((await Promise.all([first, other])).map(({ status }) => status)).toEqual([200, 200])
    clock.advance(60_000)
    clock.advance(3_600_000)
    await new Promise((resolve) => setImmediate(resolve))
    expect(refreshes()).toBe(1)
  })

  test('who waited while the renewal failed gets an answer after the retry', async () => {
    const { server, session, url, refreshes } = await openScene({
      session: { renewal: { backoff: { initial: 5, max: 10 } } },
    })
    await session.start()
    await session.login(ada)
    await server.revokeAccess()
    server.faults.next({ path: refreshPath }, { kind: 'status', status: 503 })
    const gate = server.faults.next({ path: refreshPath }, { kind: 'gate' })
    const answer = session.fetch(url('/api/me/'))
    await next(session, 'renewalDelayed')
    session.stop()
    await gate.arrived
    gate.release()
    expect((await answer).status).toBe(200)
    expect(refreshes()).toBe(2)
  })

  test('a rotation on the wire is not aborted, and what it brings is kept', async () => {
    const { server, session, clock } = await openTimedScene({ server: strict })
    await session.start()
    await session.login(ada)
    const gate = server.faults.next({ path: refreshPath }, { kind: 'gate', hold: 'answer' })
    clock.advance(10_000)
    await gate.arrived
    session.stop()
    gate.release()
    await statusOf(session, 'authenticated')
    expect(session.actor.getSnapshot().context.stamp).toMatchObject({ generation: 2 })
    expect(await server.families()).toMatchObject([{ alive: true, generations: 2 }])
  })
})

test('a session is in use until it was stopped as often as it was started', async () => {
  const { session, clock, refreshes } = await openTimedScene()
  await Promise.all([session.start(), session.start()])
  await session.login(ada)
  session.stop()
  const renewed = next(session, 'renewed')
  clock.advance(10_000)
  await renewed
  session.stop()
  clock.advance(3_600_000)
  await new Promise((resolve) => setImmediate(resolve))
  expect(refreshes()).toBe(1)
})

test('stop without start, and more often than start, does no harm', async () => {
  const { session, url } = await openScene()
  session.stop()
  await session.login(ada)
  session.stop()
  session.stop()
  expect(await session.start()).toBe('authenticated')
  expect((await session.fetch(url('/api/me/'))).status).toBe(200)
})

test('a page that wakes up past the expiry renews once and loses nothing', async () => {
  const { server, session, clock, refreshes, url } = await openTimedScene()
  await session.login(ada)
  const events = remember(session)
  clock.sleep(8 * 3_600_000)
  const answers = Array.from({ length: 10 }, () => session.fetch(url('/api/me/')))
  expect((await Promise.all(answers)).map(({ status }) => status)).toEqual(Array(10).fill(200))
  expect(refreshes()).toBe(1)
  expect(server.count({ status: 401 })).toBe(0)
  expect(events).toEqual(['renewed'])
})
