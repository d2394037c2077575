import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { expect, vi } from 'vitest'
import { failure } from '../session/failure'
import { snapshotWhere } from '../session/moments'
import { standStill } from '../session/standstill'
import type { ClientRow } from './client'
import { openClient } from './scene'
import { testLack, testTried } from './traits'

const ITEMS = '/api/items/'
const JSON_TYPE = { 'Content-Type': 'application/json' }

const saidBy = ({ shape }: ClientRow) => JSON.stringify(shape?.('whole'))

/** The client over a server that shapes its answers itself. */
const openUnshaped = ({ shape: _, ...row }: ClientRow, options: Parameters<typeof openClient>[1]) =>
  openClient(row, options)

testLack('retry', 'without retries, a 503 is its answer, asked for once', async ({ client, server, ...scene }) => {
  const { generations, refreshes, url } = scene
  server.faults.next({ path: ITEMS }, { kind: 'status', status: 503 })
  expect((await client.send({ url: url(ITEMS) })).status).toBe(503)
  expect([generations(ITEMS), refreshes()]).toEqual([[1], 0])
})

testLack('abort', 'a caller’s abort changes nothing: what waits is sent, and answered', async (scene) => {
  const { client, generations, url } = scene
  const { release } = await standStill(scene)
  const abort = new AbortController()
  const given = client.send({ url: url(ITEMS), signal: abort.signal })
  await snapshotWhere(scene.session, ({ waiting }) => waiting === 2)
  abort.abort(new Error('left'))
  release()
  expect((await given).status).toBe(200)
  expect(generations(ITEMS)).toEqual([2])
})

testLack(
  'reason',
  'an abort on the wire is told, but not with the caller’s reason',
  async ({ client, server, url }) => {
    const gate = server.faults.next({ path: ITEMS }, { kind: 'gate' })
    const abort = new AbortController()
    const given = client.send({ url: url(ITEMS), signal: abort.signal })
    await gate.arrived
    abort.abort(new Error('left'))
    const { name, cause } = (await failure(given)) as Error
    expect([name, cause]).toEqual(['AbortError', undefined])
    gate.release()
  },
  ({ lacks }) => lacks.abort === undefined,
)

testLack('bodies', 'its own JSON is replayed byte for byte', async ({ row }) => {
  const received: (readonly [string | undefined, string])[] = []
  const fallback = async (request: IncomingMessage, response: ServerResponse) => {
    received.push([request.headers['content-type'], await text(request)])
    response.writeHead(received.length === 1 ? 401 : 200, JSON_TYPE).end(saidBy(row))
    return true
  }
  const { client, refreshes, url } = await openUnshaped(row, { server: { fallback } })
  expect(await client.send({ url: url('/notes/of/') })).toEqual({ status: 200, body: 'whole' })
  const [first, second] = received
  expect([received.length, refreshes()]).toEqual([2, 1])
  expect(second).toEqual(first)
  expect(first).toEqual(['application/json', expect.any(String)])
})

testLack('stream', 'it tells an answer when it has been read to its end', async ({ row }) => {
  const said = saidBy(row)
  let answer: ServerResponse | undefined
  const fallback = async (_: unknown, response: ServerResponse) => {
    response.writeHead(200, JSON_TYPE).write(said.slice(0, -5))
    answer = response
    await once(response, 'close')
    return true
  }
  const { client, url } = await openUnshaped(row, { server: { fallback } })
  const told: unknown[] = []
  const given = client.send({ url: url('/slow/page/') }).then(({ body }) => told.push(body))
  await vi.waitUntil(() => answer)
  expect(told).toEqual([])
  answer?.end(said.slice(-5))
  await given
  expect(told).toEqual(['whole'])
})

testTried(
  'url',
  'the address that it tells is the one that was asked for',
  async ({ server, seen, url }, addressOf) => {
    server.faults.next({ path: '/api/old/' }, { kind: 'status', status: 302, headers: { location: ITEMS } })
    expect(await addressOf(url('/api/old/'))).toBe(url('/api/old/'))
    expect(seen(ITEMS).length).toBe(1)
  },
  ({ shape }) => shape === undefined,
)

testTried(
  'keepalive',
  'keepalive reaches nobody, for no fetch sends it',
  async ({ server, generations, url }, send) => {
    await server.revokeAccess()
    const fetched = vi.spyOn(globalThis, 'fetch')
    await send(url(ITEMS))
    expect(fetched.mock.calls.filter(([input]) => String(input) === url(ITEMS))).toEqual([])
    expect(generations(ITEMS)).toEqual([1, 2])
  },
)

testTried(
  'request',
  'a Request is refused before anything is sent',
  async ({ server, url }, send) => {
    const before = server.requests.length
    const request = new Request(url(ITEMS), { method: 'POST', body: 'a note' })
    expect(await failure((async () => send(request))())).toBeInstanceOf(Error)
    expect(server.requests.length).toBe(before)
  },
  ({ name, shape }) => shape === undefined && name !== 'session.withToken',
)
