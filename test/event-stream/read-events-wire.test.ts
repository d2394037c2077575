import { expect, onTestFinished, test, vi } from 'vitest'
import { createAuthSession } from 'xstate-auth-session'
import { simpleJwt } from 'xstate-auth-session/backends'
import { EventStreamError, type EventStreamOptions, readEvents } from 'xstate-auth-session/event-stream'
import { createTokenServer } from '../backends/embedded'
import { codeOf, failure } from '../session/failure'
import { ada, grace } from '../sockets/scene'
import { openStreamServer } from './stream-server'

const soon = (check: () => void) => vi.waitFor(check, { timeout: 20_000, interval: 10 })

/** A token server, and a stream of events beside it, over loopback. */
async function openWire() {
  const server = await createTokenServer({ accessLifetime: 300, rotation: true, reuse: 'revokes-family' })
  const { origin, streams, close } = await openStreamServer(server.isAlive)
  const backend = simpleJwt({ baseUrl: server.url })
  const session = createAuthSession({ backend, origins: [server.url, origin] })
  onTestFinished(async () => {
    session.dispose()
    await close()
    await server.close()
  })
  await session.login(ada)
  const read = (options: EventStreamOptions = {}, path = '/events') => {
    const came: string[] = []
    const ended = (async () => {
      const all = readEvents(session, origin + path, { backoff: { initial: 20, max: 100 }, ...options })
      for await (const { data } of all) came.push(data)
    })()
    ended.catch(() => {})
    return { came, ended }
  }
  const refreshes = () => server.count({ path: '/api/token/refresh/' })
  return { server, session, streams, read, refreshes }
}

test('a stream that breaks inside a character goes on after its last event, with the token of the day', async () => {
  const { server, session, streams, read, refreshes } = await openWire()
  const { came } = read()
  await soon(() => expect(streams.length).toBe(1))
  const half = Buffer.from('id: 2\ndata: zwei ü')
  streams[0]!.response.write('retry: 10\n\nid: 1\ndata: eins\n\n')
  streams[0]!.response.write(half.subarray(0, half.length - 1))
  await soon(() => expect(came).toEqual(['eins']))
  server.revokeAccess()
  streams[0]!.response.destroy()
  await soon(() => expect(streams.length).toBe(2))
  const bytes = Buffer.from('\uFEFFid: 2\r\ndata: zwei ü\r\n\r\n')
  for (const byte of bytes) streams[1]!.response.write(Buffer.from([byte]))
  await soon(() => expect(came).toEqual(['eins', 'zwei ü']))
  expect([streams[1]!.lastEventId, streams[1]!.token, refreshes()]).toEqual(['1', await session.accessToken(), 1])
})

test('ten streams that are refused have the token renewed once', async () => {
  const { server, streams, read, refreshes } = await openWire()
  server.revokeAccess()
  for (let count = 0; count < 10; count++) read()
  await soon(() => expect(streams.length).toBe(10))
  expect([refreshes(), new Set(streams.map(({ token }) => token)).size]).toEqual([1, 1])
})

test('a logout and an account switch close the connection, and no other token comes', async () => {
  const { session, streams, read } = await openWire()
  const hers = read()
  await soon(() => expect(streams.length).toBe(1))
  await session.login(grace)
  const others = read()
  await soon(() => expect(streams.map(({ closed }) => closed)).toEqual([true, false]))
  await session.logout()
  await soon(() => expect(streams.map(({ closed }) => closed)).toEqual([true, true]))
  expect([await codeOf(hers.ended), await codeOf(others.ended)]).toEqual(['session_changed', 'logged_out'])
  expect(streams.map(({ token }) => JSON.parse(atob(token.split('.')[1]!)).user_id)).toEqual([1, 2])
})

test('what the server says against a stream can be read', async () => {
  const { read } = await openWire()
  const error = await failure(read({}, '/forbidden').ended)
  expect(error instanceof EventStreamError && (await error.response.json())).toEqual({ detail: 'not yours' })
})
