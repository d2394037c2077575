import type { Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** The open sockets of one server, and whether it can be reached at all. */
export interface Connections {
  readonly up: boolean
  /** Down destroys every connection that is open or comes. */
  network(up: boolean): void
  /** Spares a connection until this answer is out, so that a control call can turn the network off. */
  spare(socket: Socket, response: ServerResponse): void
  destroyAll(): void
}

/** With `letIn` new connections are accepted even while the network is down: the request decides. */
export function createConnections(server: Server, letIn: boolean): Connections {
  const sockets = new Set<Socket>()
  const spared = new Set<Socket>()
  let up = true

  server.on('connection', (socket: Socket) => {
    if (!up && !letIn) {
      socket.destroy()
      return
    }
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
  })

  return {
    get up() {
      return up
    },
    network(next) {
      up = next
      if (up) return
      for (const socket of sockets) if (!spared.has(socket)) socket.destroy()
    },
    spare(socket, response) {
      spared.add(socket)
      response.on('close', () => spared.delete(socket))
    },
    destroyAll() {
      for (const socket of sockets) socket.destroy()
    },
  }
}
