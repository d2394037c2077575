import { expect, test } from 'vitest'
import { eventually, statusOf } from '../session/moments'
import { ada, openScene, openTimedScene, refreshPath } from '../session/scene'

test('a thousand requests on a revoked token cost one renewal, and each is sent at most twice', async () => {
  const { server, session, refreshes, url } = await openScene({ server: { accessLifetime: 600 } })
  await session.login(ada)
  await server.revokeAccess()

  const ids = Array.from({ length: 1_000 }, (_, index) => `request-${index}`)
  const send = (id: string) => session.fetch(url('/api/items/'), { headers: { 'X-Request-Id': id } })
  const responses = await Promise.all(ids.map(send))

  expect(responses.filter(({ status }) => status === 200)).toHaveLength(1_000)
  expect(refreshes()).toBe(1)
  const seen = new Map<string, number[]>(ids.map((id) => [id, []]))
  for (const { requestId, bearer } of server.requests) if (requestId) seen.get(requestId)!.push(bearer!.generation)
  const ways = new Set([...seen.values()].map(String))
  expect([...ways].filter((way) => way !== '2' && way !== '1,2')).toEqual([])
  expect(server.executions).toEqual(new Map(ids.map((id) => [id, 1])))
})

test('two hundred POSTs around an expiry are executed once each', async () => {
  const { server, session, refreshes, url, clock } = await openTimedScene()
  await session.login(ada)
  const gate = server.faults.next({ path: refreshPath }, { kind: 'gate' })

  const ids = Array.from({ length: 200 }, (_, index) => `post-${index}`)
  const answers: Promise<Response>[] = []
  for (const id of ids) {
    answers.push(session.fetch(url('/api/notes/'), { method: 'POST', body: id, headers: { 'X-Request-Id': id } }))
    clock.advance(100)
    if (answers.length === 120) await gate.arrived
  }
  await eventually(() => expect(session.getSnapshot().status).toBe('queuedRetry'))
  gate.release()

  const statuses = (await Promise.all(answers)).map(({ status }) => status)
  expect(statuses).toEqual(ids.map(() => 200))
  expect(server.executions).toEqual(new Map(ids.map((id) => [id, 1])))
  expect(refreshes()).toBe(1)
})

test('requests that begin while a renewal runs ahead of time leave with the present token', async () => {
  const { server, session, url, clock } = await openTimedScene()
  await session.login(ada)
  const gate = server.faults.next({ path: refreshPath }, { kind: 'gate' })
  clock.advance(11_000)
  await gate.arrived
  expect(session.getSnapshot()).toMatchObject({ status: 'refreshing', loggedIn: true, waiting: 0 })

  expect((await session.fetch(url('/api/me/'))).status).toBe(200)
  expect(server.requests.at(-1)!.bearer!.generation).toBe(1)
  gate.release()
  await statusOf(session, 'authenticated')
})

test('an Idempotency-Key and the other headers survive the replay', async () => {
  const { server, session, url } = await openScene()
  await session.login(ada)
  await server.revokeAccess()
  const headers = { 'Idempotency-Key': 'order-7', 'X-Request-Id': 'order' }
  await session.fetch(url('/api/orders/'), { method: 'POST', body: '{}', headers })
  const seen = server.requests.filter(({ path }) => path === '/api/orders/')
  expect(seen.map(({ idempotencyKey, requestId, status }) => ({ idempotencyKey, requestId, status }))).toEqual([
    { idempotencyKey: 'order-7', requestId: 'order', status: 401 },
    { idempotencyKey: 'order-7', requestId: 'order', status: 200 },
  ])
})
