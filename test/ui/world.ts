import { type AuthSession, createAuthSession, webStorage } from 'xstate-auth-session'
import type { PasswordCredentials } from 'xstate-auth-session/backends'
import { createFakeBackend, createSimulatedTime } from 'xstate-auth-session/testing'
import { memoryArea } from '../../src/platform/memory-storage'

export const ada = { username: 'ada', password: 'lovelace' }
export const grace = { username: 'grace', password: 'hopper' }

/** What an adapter has to let go of in the end. */
export interface Held {
  /** Who listens to the session. */
  readonly listeners: number
  /** Whether the session listens to its page. */
  readonly page: boolean
  readonly timers: number
}

export interface World extends ReturnType<typeof createKept> {
  readonly session: AuthSession<{ password: PasswordCredentials }>
  held(): Held
  /** The same page after F5: a session of its own over what this one has stored. */
  reopen(): World
  /** A renewal of a token that is still good: the status changes to and fro, the user doesn't. */
  renew(): Promise<void>
}

export const NOTHING: Held = { listeners: 0, page: false, timers: 0 }

function createKept() {
  const time = createSimulatedTime()
  const server = createFakeBackend({ now: time.now, accessLifetime: 300 })
  return { time, server, storage: webStorage(memoryArea(), { scope: 'tab' }) }
}

/** A session in memory, on simulated time, with a count of what hangs on it. */
export function createWorld(kept = createKept()): World {
  const { time, server, storage } = kept
  let listeners = 0
  let pages = 0
  // simplejwt's own answer describes nobody; most apps have theirs say who it was.
  const login: typeof server.backend.login = async (method, credentials, call) => {
    const { body, ...answer } = await server.backend.login(method, credentials, call)
    return { ...answer, body: { ...Object(body), user: { username: Object(credentials).username } } }
  }
  const created = createAuthSession({
    backend: { ...server.backend, login },
    fetch: server.fetch,
    clock: time.clock,
    storage,
    renewal: { jitter: 0 },
    lifecycle: {
      isOnline: () => true,
      attach() {
        pages++
        return () => void pages--
      },
    },
  })
  const session: typeof created = {
    ...created,
    get disposed() {
      return created.disposed
    },
    subscribe(listener) {
      const stop = created.subscribe(listener)
      listeners++
      return () => {
        listeners--
        stop()
      }
    },
  }
  return {
    ...kept,
    session,
    held: (): Held => ({ listeners, page: pages > 0, timers: time.pending }),
    reopen: () => createWorld(kept),
    async renew() {
      const before = server.count('/api/token/refresh/')
      await time.advance(240_000)
      if (server.count('/api/token/refresh/') !== before + 1) throw new Error('no renewal took place')
    },
  }
}
