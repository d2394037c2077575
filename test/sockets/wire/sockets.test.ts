import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { AuthSessionError } from 'xstate-auth-session'
import { grace, openScene, soon } from './scene'

/** Whose token, by the server's own claims. */
const owner = (token: string | null) => token && JSON.parse(atob(token.split('.')[1]!)).user_id

test.each(['message', 'protocols', 'ticket'] as const)(
  'a server takes the token by %s, and no address holds it',
  async (way) => {
    const { session, feed, open, listen } = await openScene(way)
    const socket = open()
    const told = listen(socket)
    socket.send('one')
    await soon(() => expect(told).toEqual(['open', 'hello', 'echo one']))
    const token = await session.accessToken()
    expect(feed.accepted.map((connection) => connection.token)).toEqual([token])
    expect(feed.accepted[0]!.address).not.toContain(token)
  },
)

test('a token that rotates while connected brings another connection, and every message arrives once', async () => {
  const { session, feed, open, listen, server, refreshes } = await openScene()
  const socket = open()
  const told = listen(socket)
  await soon(() => expect(told).toEqual(['open', 'hello']))
  const texts = Array.from({ length: 50 }, (_, index) => `message ${index}`)
  for (const [index, text] of texts.entries()) {
    if (index === 20) {
      server.revokeAccess()
      const response = session.fetch(`${server.url}/api/me/`)
      await soon(() => expect(socket.status).not.toBe('open'))
      await response
    }
    socket.send(text)
  }
  await soon(() => expect(told.at(-1)).toBe('echo message 49'))
  expect(told.filter((text) => text.startsWith('echo'))).toEqual(texts.map((text) => `echo ${text}`))
  expect(feed.accepted.map(({ token }) => owner(token))).toEqual([1, 1])
  expect([feed.accepted[1]!.token, refreshes()]).toEqual([await session.accessToken(), 1])
})

test('a token that rotates is told in place where the server takes it so', async () => {
  const { session, server, feed, open, listen } = await openScene()
  const socket = open({ onRenewed: 'message' })
  const told = listen(socket)
  await soon(() => expect(told).toEqual(['open', 'hello']))
  server.revokeAccess()
  await session.fetch(`${server.url}/api/me/`)
  await soon(() => expect(told).toEqual(['open', 'hello', 'hello']))
  expect(feed.accepted.map(({ token }) => token)).toEqual([await session.accessToken()])
})

test('a close with 4401 has the token renewed once for ten sockets', async () => {
  const { server, feed, open, listen, refreshes } = await openScene()
  const all = Array.from({ length: 10 }, () => listen(open()))
  await soon(() => expect(all).toEqual(all.map(() => ['open', 'hello'])))
  server.revokeAccess()
  for (const { socket } of [...feed.accepted]) socket.close(4401)
  await soon(() => expect(all).toEqual(all.map(() => ['open', 'hello', 'open again', 'hello'])))
  expect([refreshes(), feed.accepted.length]).toEqual([1, 20])
})

test('a connection that breaks in mid-message is made again, and what was cut is no message', async () => {
  const { feed, open, listen } = await openScene()
  const told = listen(open())
  await soon(() => expect(told).toEqual(['open', 'hello']))
  const [first] = feed.accepted
  first!.socket.send('the first half', { fin: false })
  await new Promise<void>((sent) => first!.socket.send(', and more', { fin: false }, () => sent()))
  first!.socket.terminate()
  await soon(() => expect(told).toEqual(['open', 'hello', 'dropped 1006', 'open again', 'hello']))
})

test('a logout in mid-connect sends no token, and the server sees it go', async () => {
  const { session, feed, open, listen } = await openScene()
  let begun = () => {}
  const connecting = new Promise<void>((resolve) => {
    begun = resolve
  })
  class Begun extends WebSocket {
    constructor(url: string, protocols?: string[]) {
      super(url, protocols)
      begun()
    }
  }
  const socket = open({ WebSocket: Begun })
  const told = listen(socket)
  await connecting
  expect(socket.status).toBe('connecting')
  await session.logout()
  const { error } = await socket.closed
  expect([error instanceof AuthSessionError && error.code, told]).toEqual(['logged_out', []])
  await soon(() => expect(feed.accepted.every(({ socket: { readyState } }) => readyState === 3)).toBe(true))
  expect(feed.accepted.flatMap(({ heard }) => heard)).toEqual([])
})

test('after an account switch the old socket is closed, and the new user’s own has the new token alone', async () => {
  const { session, feed, open, listen } = await openScene()
  const old = open()
  const told = listen(old)
  await soon(() => expect(told).toEqual(['open', 'hello']))
  await session.login(grace)
  const { error } = await old.closed
  expect(error instanceof AuthSessionError && error.code).toBe('session_changed')
  const next = listen(open())
  await soon(() => expect(next).toEqual(['open', 'hello']))
  await soon(() => expect(feed.accepted[0]!.socket.readyState).toBe(3))
  expect([feed.accepted.map(({ token }) => owner(token)), told]).toEqual([
    [1, 2],
    ['open', 'hello'],
  ])
  expect(feed.accepted.map(({ heard }) => heard.length)).toEqual([1, 1])
})

test('a server that goes away and comes back is found again', async () => {
  const { feed, open, listen } = await openScene()
  const socket = open()
  const told = listen(socket)
  await soon(() => expect(told).toEqual(['open', 'hello']))
  socket.on('dropped', () => socket.send('meanwhile'))
  feed.accepted[0]!.socket.close(1012, 'restart')
  await soon(() => expect(told.slice(2)).toEqual(['dropped 1012', 'open again', 'hello', 'echo meanwhile']))
})
