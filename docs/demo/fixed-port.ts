import { connect, createServer, type Socket } from 'node:net'

/** A port that leads to another one. */
export interface FixedPort {
  close(): Promise<void>
}

/** Passes every connection to `port` of loopback on to `target`; a connection that breaks there breaks here. Rejects where `port` is taken. */
export async function openFixedPort(port: number, target: number): Promise<FixedPort> {
  const sockets = new Set<Socket>()
  const server = createServer((near) => {
    const far = connect(target, '127.0.0.1')
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => {
        sockets.delete(socket)
        other.destroy()
      })
      socket.pipe(other)
    }
  })
  await new Promise<void>((listening, failed) => {
    server.once('error', failed).listen({ port, host: '127.0.0.1' }, listening)
  })
  return {
    close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      for (const socket of sockets) socket.destroy()
      return closed
    },
  }
}
