import { describe, expect, test } from 'vitest'
import { AuthSessionError, webStorage } from 'xstate-auth-session'
import { codeOf, failure } from './failure'
import { createFlight } from './flight'
import { eventually, next, snapshotWhere, statusOf } from './moments'
import { renewalFaults } from './renewal-faults'
import { ada, lenient, openTimedScene, refreshPath, strict } from './scene'
import { createStorageArea } from './storage-area'

/** A timed session over a store that can be looked into, with a token that the server no longer takes. */
async function openRefused(options: Parameters<typeof openTimedScene>[0] = {}) {
  const area = createStorageArea()
  const flight = createFlight()
  const scene = await openTimedScene({
    ...options,
    session: { storage: webStorage(area, { scope: 'tab' }), fetch: flight.fetch, ...options.session },
  })
  await scene.session.login(ada)
  const record = () => JSON.parse(area.getItem('auth-session') ?? 'null')
  const pass = (ms: number, over?: () => boolean, step?: number) => flight.pass(scene, ms, over, step)
  return { ...scene, record, pass }
}

describe.each(Object.entries(renewalFaults))('where every renewal meets %s', (_, { fault }) => {
  test('each caller is told so in its time, the session and its record are kept, and the next good answer helps', async () => {
    const scene = await openRefused({ server: lenient })
    const { server, session, url, record, pass } = scene
    const before = record()
    await server.revokeAccess()
    server.faults.always({ path: refreshPath }, fault)
    const outcomes: unknown[] = []
    const waiting = ['a', 'b', 'c'].map((path) => failure(session.fetch(url(`/api/${path}/`))))
    for (const outcome of waiting) outcome.then((error) => outcomes.push(error))
    await pass(40_000, () => outcomes.length === 3)
    expect(outcomes.map((error) => error instanceof AuthSessionError && error.code)).toEqual(
      Array(3).fill('queue_timeout'),
    )
    expect(session.getSnapshot()).toMatchObject({ loggedIn: true, degraded: true, endReason: null, waiting: 0 })
    expect(record()).toEqual(before)

    server.faults.clear()
    let answered = 0
    const answer = session.fetch(url('/api/d/'))
    answer.then(({ status }) => {
      answered = status
    })
    await pass(30_000, () => answered > 0)
    expect(answered).toBe(200)
    await statusOf(session, 'authenticated')
    expect(record()).toMatchObject({ epoch: before.epoch, generation: 2 })
  })
})

test('503 with Retry-After: 1, twice: each try waits for it, and the caller is answered after the third', async () => {
  const scene = await openRefused()
  const { server, session, url, pass } = scene
  await server.revokeAccess()
  for (const _ of [1, 2])
    server.faults.next({ path: refreshPath }, { kind: 'status', status: 503, headers: { 'Retry-After': '1' } })
  let status = 0
  session.fetch(url('/api/me/')).then((response) => {
    status = response.status
  })
  await pass(20_000, () => status > 0, 100)
  expect(status).toBe(200)
  const at = server.requests.filter(({ path }) => path === refreshPath).map((request) => request.at)
  expect(at).toHaveLength(3)
  expect([at[1]! - at[0]! >= 1_000, at[2]! - at[1]! >= 1_000]).toEqual([true, true])
})

test('a captive portal for a minute logs nobody out, and the first caller after it is answered at once', async () => {
  const scene = await openRefused()
  const { server, session, clock, url, pass } = scene
  server.faults.always(() => true, { kind: 'html' })
  const statuses = new Set<string>()
  session.subscribe(({ status }) => statuses.add(status))
  await pass(60_000)
  expect([...statuses].sort()).toEqual(['queuedRetry', 'refreshing'])
  server.faults.clear()
  const begunAt = clock.now()
  let answeredAt = 0
  session.fetch(url('/api/me/')).then(() => {
    answeredAt = clock.now()
  })
  await pass(30_000, () => answeredAt > 0, 100)
  expect(answeredAt).toBeGreaterThan(0)
  // A demand pulls the next try forward, but to no less than two seconds after the last one.
  expect(answeredAt - begunAt).toBeLessThanOrEqual(2_500)
  expect(session.getSnapshot()).toMatchObject({ status: 'authenticated', degraded: false, endReason: null })
})

test('while the refresh endpoint is down, a resource that refuses everybody keeps no other waiting', async () => {
  const scene = await openRefused()
  const { server, session, url, pass } = scene
  expect((await session.fetch(url('/api/good/'))).status).toBe(200)
  server.faults.always({ path: refreshPath }, { kind: 'drop' })
  const delayed = next(session, 'renewalDelayed')
  const refused = codeOf(session.fetch(url('/api/always-401/')))
  await delayed
  const others = Array.from({ length: 20 }, (_, index) => session.fetch(url(`/api/good/${index}/`)))
  expect((await Promise.all(others)).map(({ status }) => status)).toEqual(Array(20).fill(200))
  let code = ''
  refused.then((settled) => {
    code = settled
  })
  await pass(40_000, () => code !== '')
  expect(code).toBe('queue_timeout')
  expect(session.getSnapshot()).toMatchObject({ loggedIn: true, endReason: null })
})

test('an answer that never comes is given up, and a later good one keeps the session', async () => {
  const scene = await openRefused({ server: lenient })
  const { server, session, url, refreshes, pass } = scene
  await server.revokeAccess()
  server.faults.next({ path: refreshPath }, { kind: 'hang' })
  const causes: string[] = []
  session.on('renewalDelayed', ({ cause }) => void causes.push(cause))
  const outcome = codeOf(session.fetch(url('/api/me/')))
  let code = ''
  outcome.then((settled) => {
    code = settled
  })
  await eventually(() => expect(refreshes()).toBe(1))
  await pass(29_000, () => code !== '')
  expect(causes).toEqual(['overdue'])
  await pass(60_000, () => session.getSnapshot().status === 'authenticated')
  expect(refreshes()).toBe(2)
  expect((await session.fetch(url('/api/me/'))).status).toBe(200)
  expect(session.getSnapshot()).toMatchObject({ status: 'authenticated', endReason: null })
})

test('a strict server that rotated before its answer was lost ends the session as answer_lost, once', async () => {
  const scene = await openRefused({ server: strict })
  const { server, session, url, refreshes, pass } = scene
  await server.revokeAccess()
  server.faults.next({ path: refreshPath }, { kind: 'statusAfter', status: 502 })
  const outcome = codeOf(session.fetch(url('/api/me/')))
  let code = ''
  outcome.then((settled) => {
    code = settled
  })
  await pass(40_000, () => code !== '')
  expect([code, refreshes()]).toEqual(['session_expired', 2])
  expect(session.getSnapshot()).toMatchObject({ status: 'expired', endReason: 'answer_lost' })
})

test('an answer that comes after requestTimeout is committed, and nothing of the login is revoked', async () => {
  const scene = await openRefused({ server: strict })
  const { server, session, clock, url, refreshes, record } = scene
  await server.revokeAccess()
  const gate = server.faults.next({ path: refreshPath }, { kind: 'gate', hold: 'answer' })
  const answer = session.fetch(url('/api/me/'))
  await gate.arrived
  clock.advance(12_000)
  await snapshotWhere(session, ({ degraded }) => degraded)
  gate.release()
  expect((await answer).status).toBe(200)
  expect(refreshes()).toBe(1)
  expect(record()).toMatchObject({ generation: 2 })
  expect(await server.families()).toMatchObject([{ alive: true, generations: 2, reused: 0, revoked: null }])
})

test.each([
  [404, 'baseUrl'],
  [405, 'baseUrl'],
  [403, 'CSRF'],
  [400, 'what the view takes'],
])('a %i to a renewal says what to check', async (status, hint) => {
  const { server, session, url } = await openRefused()
  await server.revokeAccess()
  server.faults.next({ path: refreshPath }, { kind: 'status', status })
  const delayed = next(session, 'renewalDelayed')
  codeOf(session.fetch(url('/api/me/'))).catch(() => {})
  const told = await delayed
  expect([told.cause, told.status]).toEqual(['misconfigured', status])
  expect(told.hint).toContain(hint)
  expect(session.getSnapshot()).toMatchObject({ loggedIn: true, endReason: null })
})
