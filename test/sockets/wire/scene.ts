import { onTestFinished, vi } from 'vitest'
import { WebSocket } from 'ws'
import { createAuthSession } from 'xstate-auth-session'
import { simpleJwt } from 'xstate-auth-session/backends'
import { type AuthSocket, openSocket, type SocketOptions } from 'xstate-auth-session/sockets'
import { createTokenServer } from '../../backends/embedded'
import { openSocketServer, type Way } from './socket-server'

const ada = { username: 'ada', password: 'lovelace' }
export const grace = { username: 'grace', password: 'hopper' }

/** A token server, a feed beside it, and a session of Ada's, all over loopback. */
export async function openScene(way: Way = 'message') {
  const server = await createTokenServer({ accessLifetime: 300, rotation: true, reuse: 'revokes-family' })
  const feed = await openSocketServer(server.isAlive, way)
  const session = createAuthSession({ backend: simpleJwt({ baseUrl: server.url }) })
  onTestFinished(async () => {
    session.dispose()
    await feed[Symbol.asyncDispose]()
    await server.close()
  })
  await session.login(ada)

  const ways: Record<Way, SocketOptions['authentication']> = {
    message: { message: (token) => `token ${token}` },
    protocols: { protocols: (token) => ['feed.v1', `bearer.${token}`] },
    ticket: {
      async ticket() {
        const ticket = `ticket ${feed.tickets.size} ${Math.random()}`
        feed.tickets.set(ticket, await session.accessToken())
        return ticket
      },
    },
  }
  const open = (options: Partial<SocketOptions> = {}): AuthSocket => {
    const socket = openSocket(session, feed.url, {
      authentication: ways[way],
      WebSocket,
      backoff: { initial: 50, max: 200 },
      ...options,
    })
    onTestFinished(() => socket.close())
    return socket
  }
  const listen = (socket: AuthSocket) => {
    const told: string[] = []
    socket.on('open', ({ again }) => told.push(again ? 'open again' : 'open'))
    socket.on('message', ({ data }) => told.push(String(data)))
    socket.on('dropped', ({ code }) => told.push(`dropped ${code}`))
    return told
  }
  const renew = () => session.accessToken({ minValidFor: 290_000 })
  const refreshes = () => server.count({ path: '/api/token/refresh/' })
  return { server, feed, session, open, listen, renew, refreshes }
}

/** Resolves as soon as what it is given no longer throws. */
export const soon = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 20_000, interval: 10 })
