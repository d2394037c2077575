import { describe, expect, test } from 'vitest'
import { webStorage } from 'xstate-auth-session'
import { codeOf, failure } from './failure'
import { eventually, statusOf } from './moments'
import { ada, openScene, openTimedScene, refreshPath, type Session, strict } from './scene'
import { standStill } from './standstill'
import { createStorageArea } from './storage-area'

describe('after dispose', () => {
  const uses: Record<string, (session: Session, url: string) => Promise<unknown>> = {
    start: (session) => session.start(),
    login: (session) => session.login(ada),
    'login by a name': (session) => session.login('google', { access_token: 'google-ada' }),
    setTokens: (session) => session.setTokens({ accessToken: 'x' }),
    logout: (session) => session.logout(),
    fetch: (session, url) => session.fetch(url),
    'fetch that requires': (session, url) => session.fetch(url, { auth: 'required' }),
    accessToken: (session) => session.accessToken(),
    withToken: (session) => session.withToken(async () => ({ status: 200 })),
    acknowledge: async (session) => session.acknowledge(),
    check: (session) => session.check(),
  }
  test.each(Object.entries(uses))('%s rejects with disposed', async (_, use) => {
    const { server, session, url } = await openScene()
    await session.login(ada)
    session.dispose()
    const before = server.count()
    expect(await codeOf(use(session, url('/api/me/')))).toBe('disposed')
    expect(server.count()).toBe(before)
  })

  test('what only tells goes on telling, and nothing is told any more', async () => {
    const { session } = await openScene()
    await session.login(ada)
    const snapshot = session.getSnapshot()
    session.dispose()
    let told = 0
    const unsubscribe = [session.subscribe(() => void told++), session.on('loggedOut', () => void told++)]
    expect(session.getSnapshot()).toBe(snapshot)
    expect(session.timeline().events.length).toBeGreaterThan(0)
    session.stop()
    session.dispose()
    for (const end of unsubscribe) end()
    expect(told).toBe(0)
  })

  test('nobody is logged out by it', async () => {
    const { server, session } = await openScene()
    await session.login(ada)
    session.dispose()
    expect(await server.families()).toMatchObject([{ alive: true }])
    expect(server.count({ path: '/api/token/blacklist/' })).toBe(0)
  })

  test('no renewal is made', async () => {
    const { session, clock, refreshes } = await openTimedScene()
    await session.login(ada)
    session.dispose()
    clock.advance(3_600_000)
    await new Promise((resolve) => setImmediate(resolve))
    expect(refreshes()).toBe(0)
  })
})

test('everyone who waits is rejected with disposed, and is never sent', async () => {
  const scene = await openScene()
  const { server, session, url } = scene
  await session.login(ada)
  const { release, first } = await standStill(scene)
  const waiting = [
    first,
    session.fetch(url('/api/a/')),
    session.fetch(url('/api/b/'), { hold: true }),
    session.accessToken(),
    session.withToken(async () => ({ status: 200 })),
  ].map(codeOf)
  session.dispose()
  expect(await Promise.all(waiting)).toEqual(Array(5).fill('disposed'))
  release()
  await eventually(() => expect(server.count({ path: refreshPath, status: 200 })).toBe(1))
  expect(server.count({ path: '/api/a/' }) + server.count({ path: '/api/b/' })).toBe(0)
})

test('held requests are rejected with disposed', async () => {
  const { server, session, url } = await openScene()
  await session.login(ada)
  await server.revokeFamilies()
  const held = codeOf(session.fetch(url('/api/me/'), { hold: true }))
  await statusOf(session, 'expired')
  session.dispose()
  expect(await held).toBe('disposed')
})

test('a start, a login and a setTokens under way settle, and the grant that the login brings is revoked', async () => {
  const { server, session, openSession } = await openScene()
  const gate = server.faults.next({ path: '/api/token/' }, { kind: 'gate', hold: 'answer' })
  const login = codeOf(session.login(ada))
  await gate.arrived
  session.dispose()
  expect(await login).toBe('disposed')
  gate.release()
  await eventually(async () => expect(await server.families()).toMatchObject([{ alive: false }]))

  const other = openSession()
  const started = codeOf(other.start())
  other.dispose()
  expect(await started).toBe('disposed')
})

test('a request on the wire is answered', async () => {
  const { server, session, url } = await openScene()
  await session.login(ada)
  const gate = server.faults.next({ path: '/api/sent/' }, { kind: 'gate' })
  const sent = session.fetch(url('/api/sent/'))
  await gate.arrived
  session.dispose()
  gate.release()
  expect((await sent).status).toBe(200)
})

test('a request on the wire that is refused after the dispose rejects with disposed', async () => {
  const { server, session, url, refreshes } = await openScene()
  await session.login(ada)
  await server.revokeAccess()
  const gate = server.faults.next({ path: '/api/sent/' }, { kind: 'gate', hold: 'answer' })
  const sent = codeOf(session.fetch(url('/api/sent/')))
  await gate.arrived
  session.dispose()
  gate.release()
  expect(await sent).toBe('disposed')
  expect(refreshes()).toBe(0)
})

test('it says whether it has been disposed of, begun or not', async () => {
  const { session, openSession } = await openScene()
  const fresh = openSession()
  await session.start()
  expect([session.disposed, fresh.disposed]).toEqual([false, false])
  session.dispose()
  fresh.dispose()
  expect([session.disposed, fresh.disposed]).toEqual([true, true])
  expect(fresh.timeline().events).toEqual([])
})

test('a session is disposed of by `using`', async () => {
  const { session } = await openScene()
  session[Symbol.dispose]()
  expect(await codeOf(session.start())).toBe('disposed')
  expect(await failure(session.start())).toMatchObject({ name: 'AuthSessionError', code: 'disposed' })
})

describe.each(['device', 'an app of its own'])('in the middle of a rotation, over a store of scope %j', (scope) => {
  const openRotating = async () => {
    const area = createStorageArea()
    const scene = await openScene({
      server: strict,
      session: { storage: webStorage(area, { scope }) },
    })
    await scene.session.login(ada)
    return { ...scene, area, record: () => JSON.parse(area.getItem('auth-session') ?? 'null') }
  }

  test('what the rotation brings is kept for the next page', async () => {
    const scene = await openRotating()
    const { server, session, openSession, record, url } = scene
    const { release, first } = await standStill(scene, 'answer')
    session.dispose()
    expect(await codeOf(first)).toBe('disposed')
    release()
    await eventually(() => expect(record()).toMatchObject({ generation: 2 }))
    const next = openSession()
    expect(await next.start()).toBe('authenticated')
    expect((await next.fetch(url('/api/me/'))).status).toBe(200)
    expect(await server.families()).toMatchObject([{ alive: true, reused: 0 }])
  })

  test('the next page waits for it, and no longer', async () => {
    const scene = await openRotating()
    const { server, session, openSession, url, refreshes } = scene
    const { release, first } = await standStill(scene, 'answer')
    session.dispose()
    expect(await codeOf(first)).toBe('disposed')
    const next = openSession()
    await next.start()
    const answer = next.fetch(url('/api/me/'))
    await eventually(() => expect(next.getSnapshot().status).toBe('queuedRetry'))
    release()
    expect((await answer).status).toBe(200)
    expect(refreshes()).toBe(1)
    expect(await server.families()).toMatchObject([{ alive: true, reused: 0 }])
  })
})
