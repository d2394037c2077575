import { expect, test, vi } from 'vitest'
import { failure } from '../session/failure'
import { snapshotWhere } from '../session/moments'
import { standStill } from '../session/standstill'
import { clients } from './clients'
import { openClient } from './scene'
import { createSlowPage } from './slow-page'
import { testTrait } from './traits'

const ITEMS = '/api/items/'

const NAMES = ['bodies', 'abort', 'reason', 'timeout', 'retry', 'stream', 'url', 'keepalive', 'request'] as const

test.each(clients)('$name has each trait, or its row says why not', async (row) => {
  const { client } = await openClient(row)
  expect(NAMES.map((name) => [name, client[name] !== undefined])).toEqual(
    NAMES.map((name) => [name, row.lacks[name] === undefined]),
  )
})

testTrait('abort', 'an abort takes a request out of the line', async (scene) => {
  const { client, seen, url } = scene
  const { release, first } = await standStill(scene)
  const abort = new AbortController()
  const given = client.send({ url: url('/api/left/'), signal: abort.signal })
  await snapshotWhere(scene.session, ({ waiting }) => waiting === 2)
  const reason = new Error('left')
  abort.abort(reason)
  const error = await failure(given)
  if (client.reason) expect(client.reason(error)).toBe(reason)
  release()
  await first
  expect(seen('/api/left/')).toEqual([])
})

testTrait(
  'reason',
  'an abort on the wire is told with the caller’s reason',
  async ({ client, server, url }, reasonIn) => {
    const gate = server.faults.next({ path: ITEMS }, { kind: 'gate' })
    const abort = new AbortController()
    const given = client.send({ url: url(ITEMS), signal: abort.signal })
    await gate.arrived
    const reason = new Error('left')
    abort.abort(reason)
    expect(reasonIn(await failure(given))).toBe(reason)
    gate.release()
  },
)

testTrait('timeout', 'its time-out ends a request on the wire', async ({ server, seen, url }, send) => {
  server.faults.next({ path: ITEMS }, { kind: 'hang' })
  expect(String(await failure(send(url(ITEMS), 100)))).toMatch(/time|abort/i)
  expect(seen(ITEMS).length).toBe(1)
})

testTrait('timeout', 'its time-out ends a request that waits, and it is never sent', async (scene, send) => {
  const { seen, url } = scene
  const { release, first } = await standStill(scene)
  expect(String(await failure(send(url(ITEMS), 100)))).toMatch(/time|abort/i)
  release()
  await first
  expect(seen(ITEMS)).toEqual([])
})

testTrait('retry', 'its own retries go on as they did', async ({ server, generations, refreshes, url }, send) => {
  for (let time = 0; time < 2; time++) server.faults.next({ path: ITEMS }, { kind: 'status', status: 503 })
  expect(await send(url(ITEMS))).toBe(200)
  expect([generations(ITEMS), refreshes()]).toEqual([[1, 1, 1], 0])
})

testTrait('retry', 'a retry is sent again after a renewal like any request', async ({ server, ...scene }, send) => {
  const { generations, refreshes, url } = scene
  await server.revokeAccess()
  server.faults.next({ path: ITEMS }, { kind: 'status', status: 503 })
  expect(await send(url(ITEMS))).toBe(200)
  expect([generations(ITEMS), refreshes()]).toEqual([[1, 1, 2], 1])
})

testTrait('retry', 'its retries and the session’s don’t multiply where the server is down', async (scene, send) => {
  const { server, generations, refreshes, url } = scene
  server.faults.always({ path: ITEMS }, { kind: 'status', status: 503 })
  expect(await send(url(ITEMS)).catch(() => 503)).toBe(503)
  expect([generations(ITEMS), refreshes()]).toEqual([[1, 1, 1], 0])
})

testTrait(
  'retry',
  'nor where a resource refuses everybody: beyond the replay it is sent as often as its retries ask for',
  async ({ row, generations, refreshes, url }, send) => {
    await send(url('/api/always-401/')).catch(() => {})
    const own = row.retries === 'whatever fails' ? [2, 2] : []
    expect([generations('/api/always-401/'), refreshes()]).toEqual([[1, 2, ...own], 1])
  },
)

testTrait('retry', 'nor where the session has ended', async ({ server, seen, refreshes, url }, send) => {
  await server.revokeFamilies()
  expect(await send(url(ITEMS)).catch(() => 'rejected')).toBe('rejected')
  expect([seen(ITEMS).length, refreshes()]).toEqual([1, 1])
})

const page = createSlowPage()

testTrait(
  'stream',
  'an answer is read as it comes, after the replay of what was refused',
  async ({ url }, open) => {
    page.refuse()
    const words: string[] = []
    for await (const chunk of await open(url('/slow-page/'))) {
      words.push(Buffer.from(chunk).toString())
      page.goOn()
    }
    expect([words, page.asked()]).toEqual([['one', 'two'], 2])
  },
  () => ({ server: { fallback: page.answer } }),
)

testTrait('url', 'the answer’s address is where redirects led', async ({ server, url }, addressOf) => {
  server.faults.next({ path: '/api/old/' }, { kind: 'status', status: 302, headers: { location: ITEMS } })
  expect(await addressOf(url('/api/old/'))).toBe(url(ITEMS))
})

testTrait('keepalive', 'keepalive reaches the transport, of the replay too', async ({ server, url }, send) => {
  await server.revokeAccess()
  const calls = vi.spyOn(globalThis, 'fetch')
  await send(url(ITEMS))
  const kept = calls.mock.calls.flatMap(([input, init]) => {
    const request = input instanceof Request ? input : null
    return (request?.url ?? String(input)) === url(ITEMS) ? [init?.keepalive ?? request?.keepalive] : []
  })
  expect(kept).toEqual([true, true])
})

testTrait('request', 'a Request is sent as it is, and again after a refusal', async ({ server, ...scene }, send) => {
  const { url, refreshes } = scene
  await server.revokeAccess()
  const headers = { 'X-Request-Id': 'whole' }
  expect(await send(new Request(url(ITEMS), { method: 'POST', body: 'a note', headers }))).toBe(200)
  expect([server.executions.get('whole'), refreshes()]).toEqual([1, 1])
})
