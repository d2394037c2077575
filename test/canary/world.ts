import { onTestFinished } from 'vitest'
import {
  type AuthSession,
  type AuthSessionOptions,
  createAuthSession,
  processChannel,
  processLock,
} from 'xstate-auth-session'
import { type LoginPath, loginPath, type PasswordCredentials, simpleJwt } from 'xstate-auth-session/backends'
import { createSimulatedTime } from 'xstate-auth-session/testing'
import { ada } from './planted'
import { createRecorder } from './recorder'
import type { Kept } from './stores'
import { createWire, paths } from './wire'

const google = loginPath<typeof import('./planted').provided>(paths.google)
type Logins = { password: PasswordCredentials; google: typeof google extends LoginPath<infer C> ? C : never }
export type Session = AuthSession<Logins>
export type SessionOptions = Partial<AuthSessionOptions<Logins>>

/** ms that go by with each turn of the real loop, in which stores and ciphers have their say. */
const TICK = 5

/** A server, a store, and sessions that are overheard; time goes by on its own. */
export function createWorld(kept: Kept) {
  const time = createSimulatedTime()
  const wire = createWire(time.now)
  const recorder = createRecorder()
  const backend = simpleJwt({
    baseUrl: wire.baseUrl,
    logins: { google },
    paths: { logoutEverywhere: paths.logoutEverywhere },
    successorHeader: 'x-next-token',
  })
  const leaps: (() => Promise<void>)[] = []
  let isOver = false
  const goOn = async () => {
    while (!isOver) {
      await new Promise((turn) => setTimeout(turn, 0))
      await (leaps.shift() ?? (() => time.advance(TICK)))()
    }
  }
  goOn()
  onTestFinished(() => {
    isOver = true
  })

  const world = {
    time,
    wire,
    kept,
    recorder,
    backend,
    outcome: recorder.outcome,

    open(own: SessionOptions = {}): Session {
      const session: Session = createAuthSession({
        backend,
        fetch: wire.fetch,
        clock: time.clock,
        storage: kept.storage,
        lock: recorder.lock(processLock()),
        channel: recorder.channel(processChannel()),
        inspect: recorder.inspect,
        ...own,
        renewal: { jitter: 0, requestTimeout: 500, backoff: { initial: 100, max: 10_000 } },
      })
      onTestFinished(() => session.dispose())
      return recorder.follow(session)
    },

    /** Logs ada in where nobody is. */
    async enter(session: Session) {
      await session.start()
      if (!session.getSnapshot().loggedIn) await session.login({ username: 'ada', password: ada.password })
    },

    pass: (ms: number) =>
      new Promise<void>((done) => {
        leaps.push(() => time.advance(ms).then(done))
      }),
  }
  return world
}

export type World = ReturnType<typeof createWorld>
