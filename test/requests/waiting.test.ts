import { describe, expect, test } from 'vitest'
import { AuthSessionError } from 'xstate-auth-session'
import { codeOf, failure } from '../session/failure'
import { next, snapshotWhere, statusOf } from '../session/moments'
import { ada, openScene, openTimedScene, refreshPath } from '../session/scene'
import { standStill } from '../session/standstill'
import { createWire } from '../session/wire'

const seenAt = (scene: Awaited<ReturnType<typeof openScene>>, path: string) => scene.server.count({ path })

test('callers that waited are sent in the order in which they began to wait', async () => {
  const wire = createWire()
  const scene = await openScene({ session: { fetch: wire.fetch } })
  const { session, url } = scene
  await session.login(ada)
  const { release } = await standStill(scene)
  const paths = Array.from({ length: 50 }, (_, index) => `/api/turn/${index}/`)
  const answers = paths.map((path, index) =>
    session.fetch(
      url(path),
      index % 2 === 0 ? {} : { method: 'POST', body: new URLSearchParams({ index: `${index}` }) },
    ),
  )
  release()
  await Promise.all(answers)
  expect(wire.paths).toEqual(['/api/first/', '/api/first/', ...paths])
})

test('the snapshot tells how many wait', async () => {
  const scene = await openScene()
  const { session, url } = scene
  await session.login(ada)
  const { release, first } = await standStill(scene)
  const answers = [first, session.fetch(url('/api/a/')), session.fetch(url('/api/b/'))]
  const { status, waiting, loggedIn } = await snapshotWhere(session, ({ waiting }) => waiting === 3)
  expect({ status, waiting, loggedIn }).toEqual({ status: 'queuedRetry', waiting: 3, loggedIn: true })
  release()
  await Promise.all(answers)
  await snapshotWhere(session, ({ waiting }) => waiting === 0)
})

describe('an abort', () => {
  test('takes a waiting request out at once, with the reason of its signal, and it is never sent', async () => {
    const scene = await openScene()
    const { session, url } = scene
    await session.login(ada)
    const { release, first } = await standStill(scene)
    const abort = new AbortController()
    const given = session.fetch(url('/api/aborted/'), { signal: abort.signal })
    const kept = session.fetch(url('/api/kept/'))
    const reason = { why: 'the user has left the page' }
    abort.abort(reason)
    expect(await failure(given)).toBe(reason)
    release()
    expect((await Promise.all([first, kept])).map(({ status }) => status)).toEqual([200, 200])
    expect(seenAt(scene, '/api/aborted/')).toBe(0)
  })

  test('before the call means that it is neither sent nor parked', async () => {
    const scene = await openScene()
    const { session, url } = scene
    await session.login(ada)
    const { release } = await standStill(scene)
    const reason = new Error('too late')
    expect(await failure(session.fetch(url('/api/aborted/'), { signal: AbortSignal.abort(reason) }))).toBe(reason)
    release()
    await statusOf(session, 'authenticated')
    expect(seenAt(scene, '/api/aborted/')).toBe(0)
  })

  test('of the signal in a Request counts as well', async () => {
    const scene = await openScene()
    const { session, url } = scene
    await session.login(ada)
    const { release } = await standStill(scene)
    const abort = new AbortController()
    const given = session.fetch(new Request(url('/api/aborted/'), { signal: abort.signal }))
    const reason = new Error('changed my mind')
    abort.abort(reason)
    expect(await failure(given)).toBe(reason)
    release()
    await statusOf(session, 'authenticated')
    expect(seenAt(scene, '/api/aborted/')).toBe(0)
  })

  test('of a request on the wire is the platform’s own affair', async () => {
    const { server, session, url } = await openScene()
    await session.login(ada)
    const gate = server.faults.next({ path: '/api/slow-one/' }, { kind: 'gate' })
    const abort = new AbortController()
    const given = session.fetch(url('/api/slow-one/'), { signal: abort.signal })
    await gate.arrived
    const reason = new Error('changed my mind')
    abort.abort(reason)
    expect(await failure(given)).toBe(reason)
    gate.release()
  })
})

test('more callers than queue.limit are turned away, and those within it are served', async () => {
  const scene = await openScene({ session: { queue: { limit: 3 } } })
  const { session, url } = scene
  await session.login(ada)
  const { release, first } = await standStill(scene)
  const within = [first, session.fetch(url('/api/b/')), session.accessToken()]
  expect(await codeOf(session.fetch(url('/api/c/')))).toBe('queue_full')
  expect(await codeOf(session.accessToken())).toBe('queue_full')
  release()
  expect((await Promise.all(within)).length).toBe(3)
  expect(seenAt(scene, '/api/c/')).toBe(0)
})

test('who waits longer than queue.maxWait is told so, with the last renewal’s outcome as the cause', async () => {
  const scene = await openTimedScene({ session: { queue: { maxWait: 20_000 } } })
  const { server, session, url, clock } = scene
  await session.login(ada)
  await server.revokeAccess()
  server.faults.always({ path: refreshPath }, { kind: 'status', status: 503, headers: { 'Retry-After': '20' } })
  const delayed = next(session, 'renewalDelayed')
  const given = failure(session.fetch(url('/api/me/')))
  expect(await delayed).toMatchObject({ cause: 'not_rotated', status: 503 })
  clock.advance(20_000)
  const error = (await given) as AuthSessionError
  expect(error).toBeInstanceOf(AuthSessionError)
  expect(error.code).toBe('queue_timeout')
  expect(error.cause).toBeInstanceOf(Error)
  expect((error.cause as Error).message).toMatch(/not_rotated.*503/)
  expect(session.getSnapshot()).toMatchObject({ status: 'queuedRetry', degraded: true, loggedIn: true })
})

test('a server that asks for more patience than anybody has turns the waiting away at once', async () => {
  const scene = await openTimedScene({ session: { queue: { maxWait: 20_000 } } })
  const { server, session, url } = scene
  await session.login(ada)
  await server.revokeAccess()
  server.faults.always({ path: refreshPath }, { kind: 'status', status: 503, headers: { 'Retry-After': '120' } })
  const waiting = [session.fetch(url('/api/me/')), session.fetch(url('/api/other/'))]
  expect(await Promise.all(waiting.map(codeOf))).toEqual(['unreachable', 'unreachable'])
  expect(await codeOf(session.accessToken())).toBe('unreachable')
  expect(session.getSnapshot()).toMatchObject({ status: 'queuedRetry', degraded: true, endReason: null })
})

test('each caller has its own time to wait', async () => {
  const scene = await openTimedScene({ session: { queue: { maxWait: 5_000 } } })
  const { session, url, clock } = scene
  await session.login(ada)
  const { release, first } = await standStill(scene)
  const early = codeOf(first)
  clock.advance(3_000)
  const late = session.fetch(url('/api/late/'))
  clock.advance(2_000)
  expect(await early).toBe('queue_timeout')
  release()
  expect((await late).status).toBe(200)
})
