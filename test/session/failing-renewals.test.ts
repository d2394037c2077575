import { describe, expect, test } from 'vitest'
import { isDjango } from '../backends/open-server'
import { next, statusOf } from './moments'
import { renewalFaults } from './renewal-faults'
import { ada, lenient, openScene, openTimedScene, refreshPath, strict } from './scene'

/** A real Django on a busy machine takes its time. */
const quick = { requestTimeout: isDjango ? 2_000 : 500, backoff: { initial: 5, max: 20 } }

describe.each(Object.entries(renewalFaults))('%s in answer to a renewal', (_, { fault, cause, status }) => {
  test('keeps the session, and callers are answered after the next good one', async () => {
    const { server, session, url, refreshes } = await openScene({ server: lenient, session: { renewal: quick } })
    await session.login(ada)
    await server.revokeAccess()
    server.faults.next({ path: refreshPath }, fault)
    const delayed = next(session, 'renewalDelayed')
    const answers = Promise.all([1, 2, 3].map((index) => session.fetch(url(`/api/items/${index}/`))))
    expect(await delayed).toMatchObject({ stamp: { generation: 1 }, cause, status })
    expect((await answers).map((response) => response.status)).toEqual([200, 200, 200])
    expect(refreshes()).toBe(2)
    expect(session.getSnapshot()).toMatchObject({ status: 'authenticated', degraded: false, endReason: null })
    expect(await server.families()).toMatchObject([{ alive: true }])
  })
})

test('a server that never answers is given up after three time-outs, and asked again', async () => {
  const { server, session, url, refreshes } = await openScene({ server: lenient, session: { renewal: quick } })
  await session.login(ada)
  await server.revokeAccess()
  server.faults.next({ path: refreshPath }, { kind: 'hang' })
  const delays: unknown[] = []
  session.on('renewalDelayed', ({ cause }) => void delays.push(cause))
  expect((await session.fetch(url('/api/me/'))).status).toBe(200)
  expect(delays[0]).toBe('overdue')
  expect(refreshes()).toBe(2)
  expect(session.getSnapshot()).toMatchObject({ status: 'authenticated', endReason: null })
})

test('an answer that comes after the time-out is late, not lost: a strict server sees one rotation', async () => {
  const { server, session, url, refreshes, clock } = await openTimedScene({
    server: strict,
  })
  await session.login(ada)
  await server.revokeAccess()
  const gate = server.faults.next({ path: refreshPath }, { kind: 'gate', hold: 'answer' })
  const delayed = next(session, 'renewalDelayed')
  const answer = session.fetch(url('/api/me/'))
  await gate.arrived
  clock.advance(10_000)
  expect(await delayed).toMatchObject({ cause: 'overdue' })
  const others = [session.fetch(url('/api/a/')), session.fetch(url('/api/b/'))]
  gate.release()
  expect((await Promise.all([answer, ...others])).map(({ status }) => status)).toEqual([200, 200, 200])
  expect(refreshes()).toBe(1)
  expect(await server.families()).toMatchObject([{ alive: true, generations: 2, reused: 0 }])
})

test('Retry-After is honoured, also with callers waiting', async () => {
  const { server, session, url } = await openScene({ server: lenient, session: { renewal: quick } })
  await session.login(ada)
  await server.revokeAccess()
  const status = { kind: 'status', status: 503, headers: { 'Retry-After': '1' } } as const
  server.faults.next({ path: refreshPath }, status)
  expect((await session.fetch(url('/api/me/'))).status).toBe(200)
  const [refused, granted] = server.requests.filter(({ path }) => path === refreshPath)
  expect([refused!.status, granted!.status]).toEqual([503, 200])
  expect(granted!.at - refused!.at).toBeGreaterThanOrEqual(990)
})

test('while a renewal that nobody needs yet fails, requests leave with the good token', async () => {
  const { server, session, url } = await openScene({
    server: { accessLifetime: 4 },
    session: { renewal: { ...quick, ahead: 86_400_000 } },
  })
  await session.login(ada)
  server.faults.always({ path: refreshPath }, { kind: 'status', status: 503 })
  const delayed = next(session, 'renewalDelayed')
  await delayed
  expect(session.getSnapshot()).toMatchObject({ status: 'refreshing', degraded: false, loggedIn: true })
  expect((await session.fetch(url('/api/me/'))).status).toBe(200)
  server.faults.clear()
  await statusOf(session, 'authenticated')
})

test('a new refresh token that an always-rotating backend does not get is told loudly, and the session is kept', async () => {
  const { server, session, url } = await openScene({
    server: { rotation: false },
    backend: { rotation: 'always' },
    session: { renewal: quick },
  })
  await session.login(ada)
  await server.revokeAccess()
  const delayed = next(session, 'renewalDelayed')
  const answer = session.fetch(url('/api/me/'))
  answer.catch(() => {})
  const hint = expect.stringMatching(/no new refresh token/)
  expect(await delayed).toMatchObject({ cause: 'maybe_rotated', status: 200, hint })
  expect(session.getSnapshot()).toMatchObject({ loggedIn: true, endReason: null })
})

test('a misconfiguration says what to check', async () => {
  const { server, session, url } = await openScene({
    backend: { paths: { refresh: '/api/token/refresh' } },
    session: { renewal: quick },
  })
  await session.login(ada)
  await server.revokeAccess()
  const delayed = next(session, 'renewalDelayed')
  const answer = session.fetch(url('/api/me/'))
  answer.catch(() => {})
  const { hint, cause, status } = await delayed
  expect([cause, status]).toEqual(['misconfigured', 301])
  expect(hint).toContain('trailing slash')
  expect(session.getSnapshot()).toMatchObject({ status: 'queuedRetry', degraded: true, loggedIn: true })
})
