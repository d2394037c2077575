import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A stream that the server has begun. */
export interface Streamed {
  readonly token: string
  /** Path and query that it was asked for by. */
  readonly address: string
  readonly lastEventId: unknown
  readonly response: ServerResponse
  closed: boolean
}

const CORS = { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Headers': 'authorization, last-event-id' }

/** Streams of events for the tokens that `isAlive` takes, to pages of any origin. Nobody may have `/forbidden`. */
export async function openStreamServer(isAlive: (token: string) => boolean) {
  const streams: Streamed[] = []
  const http = createServer((request, response) => {
    for (const [name, value] of Object.entries(CORS)) response.setHeader(name, value)
    if (request.method === 'OPTIONS') return void response.writeHead(204).end()
    const { authorization = '', 'last-event-id': lastEventId } = request.headers
    const token = authorization.slice('Bearer '.length)
    if (!isAlive(token)) return void response.writeHead(401).end()
    if (request.url === '/forbidden') {
      response.writeHead(403, { 'Content-Type': 'application/json' }).write('{"detail":')
      return void setImmediate(() => response.end('"not yours"}'))
    }
    const stream: Streamed = { token, address: request.url ?? '', lastEventId, response, closed: false }
    response.on('close', () => {
      stream.closed = true
    })
    response.writeHead(200, { 'Content-Type': 'text/event-stream' }).flushHeaders()
    streams.push(stream)
  })
  await new Promise<void>((listening) => http.listen(0, '127.0.0.1', listening))
  return {
    origin: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    streams,
    async close() {
      http.closeAllConnections()
      await new Promise((closed) => http.close(closed))
    },
  }
}
