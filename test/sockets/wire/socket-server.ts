import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'

/** A connection at the server. */
export interface Accepted {
  readonly socket: WebSocket
  /** Path and query that it came with. */
  readonly address: string
  /** All that came, the first message included. */
  readonly heard: string[]
  /** What it authenticated with; `null` before that. */
  token: string | null
}

/** How a connection says who it is. */
export type Way = 'message' | 'protocols' | 'ticket'

/**
 * A feed that takes the tokens that `isAlive` takes, and echoes. It closes with 4401 what it refuses. `tickets` holds the
 * tokens behind tickets that have not been used.
 */
export async function openSocketServer(isAlive: (token: string) => boolean, way: Way) {
  const accepted: Accepted[] = []
  const tickets = new Map<string, string>()
  const http = createServer()
  const server = new WebSocketServer({
    server: http,
    handleProtocols: (protocols) => (protocols.has('feed.v1') ? 'feed.v1' : false),
  })
  const admit = (connection: Accepted, token: string | undefined) => {
    if (token === undefined || !isAlive(token)) return connection.socket.close(4401, 'token')
    connection.token = token
    connection.socket.send('hello')
  }
  server.on('connection', (socket, request) => {
    const address = request.url ?? ''
    const connection: Accepted = { socket, address, heard: [], token: null }
    accepted.push(connection)
    const offered = request.headers['sec-websocket-protocol'] ?? ''
    if (way === 'protocols') admit(connection, /bearer\.([^,\s]+)/.exec(offered)?.[1])
    if (way === 'ticket') {
      const ticket = new URL(address, 'http://localhost').searchParams.get('ticket') ?? ''
      admit(connection, tickets.get(ticket))
      tickets.delete(ticket)
    }
    socket.on('message', (data) => {
      const text = String(data)
      connection.heard.push(text)
      if (text.startsWith('token ')) admit(connection, text.slice('token '.length))
      else socket.send(`echo ${text}`)
    })
  })
  await new Promise<void>((listening) => http.listen(0, '127.0.0.1', listening))
  return {
    url: `ws://127.0.0.1:${(http.address() as AddressInfo).port}/feed`,
    accepted,
    tickets,
    async [Symbol.asyncDispose]() {
      for (const client of server.clients) client.terminate()
      server.close()
      await new Promise((closed) => http.close(closed))
    },
  }
}
