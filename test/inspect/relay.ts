import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { WebSocketServer } from 'ws'

/** A server between a session and an inspector: what the one sends, the other gets, from the beginning. */
export async function openRelay(port = 0) {
  const server = new WebSocketServer({ port, host: '127.0.0.1' })
  await once(server, 'listening')
  const heard: string[] = []
  server.on('connection', (socket) => {
    for (const text of heard) socket.send(text)
    socket.on('message', (data) => {
      heard.push(String(data))
      for (const other of server.clients) if (other !== socket) other.send(String(data))
    })
  })
  const close = async () => {
    for (const client of server.clients) client.terminate()
    await new Promise((closed) => server.close(closed))
  }
  onTestFinished(close)
  const { port: taken } = server.address() as AddressInfo
  return { url: `ws://127.0.0.1:${taken}`, port: taken, heard, server, close }
}
