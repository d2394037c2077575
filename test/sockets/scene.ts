import { onTestFinished, vi } from 'vitest'
import { type AuthSessionOptions, createAuthSession } from 'xstate-auth-session'
import { type AuthSocket, openSocket, type SocketOptions } from 'xstate-auth-session/sockets'
import { createFakeBackend, createSimulatedTime } from 'xstate-auth-session/testing'
import { createFakeSockets } from './fake-sockets'

export const ada = { username: 'ada', password: 'lovelace' }
export const grace = { username: 'grace', password: 'hopper' }
const url = 'wss://api.test/feed'

/** Tokens of five minutes, renewed a minute before their end; draws for pauses are their middle. */
export async function openScene(options: Pick<AuthSessionOptions, 'lifecycle' | 'storage'> = {}) {
  const time = createSimulatedTime()
  const server = createFakeBackend({ now: time.now })
  const { made, WebSocket } = createFakeSockets()
  vi.spyOn(Math, 'random').mockReturnValue(0.5)
  const session = createAuthSession({
    backend: server.backend,
    fetch: server.fetch,
    clock: time.clock,
    renewal: { jitter: 0 },
    ...options,
  })
  onTestFinished(() => session.dispose())
  await session.start()
  await session.login(ada)

  const open = (options: Partial<SocketOptions> = {}): AuthSocket =>
    openSocket(session, url, {
      authentication: { message: (token) => `token ${token}` },
      clock: time.clock,
      WebSocket,
      ...options,
    })
  /** What a socket tells, in order; times and kinds of errors only. */
  const listen = (socket: AuthSocket) => {
    const told: unknown[] = []
    socket.on('open', ({ again }) => told.push(again ? 'open again' : 'open'))
    socket.on('message', ({ data }) => told.push(data))
    socket.on('dropped', ({ code, retryIn }) => told.push({ code, retryIn }))
    return told
  }
  /** Who is behind a first message, or a token: `'ada 3'`. */
  const whose = (text: unknown): string => {
    const { user_id, jti } = JSON.parse(atob(String(text).split('.')[1]!))
    return `${user_id} ${jti}`
  }
  /** Lets everything take its turn, and gives the newest connection. */
  const latest = async () => {
    await time.settle()
    return made.at(-1)!
  }
  const refreshes = () => server.count('/api/token/refresh/')
  return { time, server, session, made, WebSocket, open, listen, whose, latest, refreshes }
}

/** The same, with a socket that is open. */
export async function openConnected(options: Partial<SocketOptions> = {}) {
  const scene = await openScene()
  const socket = scene.open(options)
  const told = scene.listen(socket)
  const first = await scene.latest()
  first.accept()
  return { ...scene, socket, told, first }
}
