import { AuthSessionError, createAuthSession } from 'xstate-auth-session'
import { type PasswordCredentials, simpleJwt } from 'xstate-auth-session/backends'
import { readEvents } from 'xstate-auth-session/event-stream'
import { openSocket, type SocketOptions } from 'xstate-auth-session/sockets'
import type { Way } from '../../sockets/wire/socket-server'

/** An hour in ms, about half of which every pause lasts: nothing but the network's return ends one. */
const backoff = { initial: 3_600_000, max: 3_600_000 }

/** What is open, from outside. */
export interface Sockets {
  login(api: string, streams: string, credentials: PasswordCredentials): Promise<void>
  /** Resolves with the token with which it was answered. */
  askFor(url: string): Promise<string>
  logout(): Promise<void>
  openSocket(url: string, way: Way): void
  readEvents(url: string): void
  /** All that was heard so far, in order; in the end why it is over. */
  told(): readonly string[]
}

declare global {
  interface Window {
    readonly sockets: Sockets
    /** The server's, once for each connection. */
    ticketFor(accessToken: string): Promise<string>
  }
}

const told: string[] = []
let session: ReturnType<typeof createSession>

const createSession = (api: string, streams: string) =>
  createAuthSession({ backend: simpleJwt({ baseUrl: api }), origins: [api, streams] })

const ways: Readonly<Record<Way, () => SocketOptions['authentication']>> = {
  message: () => ({ message: (token) => `token ${token}` }),
  protocols: () => ({ protocols: (token) => ['feed.v1', `bearer.${token}`] }),
  ticket: () => ({ ticket: async () => window.ticketFor(await session.accessToken()) }),
}

const over = (error: unknown) => told.push(error instanceof AuthSessionError ? error.code : String(error))

const sockets: Sockets = {
  async login(api, streams, credentials) {
    session = createSession(api, streams)
    Math.random = () => 0.5
    await session.login(credentials)
  },
  async askFor(url) {
    await session.fetch(url)
    return session.accessToken()
  },
  logout: () => session.logout(),
  openSocket(url, way) {
    const socket = openSocket(session, url, { authentication: ways[way](), backoff })
    socket.on('open', ({ again }) => told.push(again ? 'open again' : 'open'))
    socket.on('message', ({ data }) => told.push(String(data)))
    socket.on('dropped', ({ code }) => told.push(`dropped ${code}`))
    socket.closed.then(({ error }) => over(error))
  },
  readEvents(url) {
    const onDropped = () => told.push('dropped')
    const all = readEvents(session, url, { onRenewed: 'reconnect', backoff, onDropped })
    const read = async () => {
      for await (const { data } of all) told.push(data)
    }
    read().catch(over)
  },
  told: () => told,
}

Object.assign(window, { sockets })
