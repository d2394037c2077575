import { onTestFinished } from 'vitest'
import { activeUser, createAuthSession } from 'xstate-auth-session'
import { simpleJwt, slidingHeader } from 'xstate-auth-session/backends'
import { createTokenServer, type TokenServerOptions } from '../backends/embedded'
import { createHandClock } from '../session/hand-clock'
import { ada } from '../session/scene'
import { readPage, sampleOf } from './page'
import { against, runSample } from './sample'

/** What an app does with its session, whoever made it. */
export interface RecipeClient {
  login(): Promise<void>
  logout(): unknown
  request(path: string): Promise<Response>
  /** Rings every timer that it has set, once; what they do is done when it resolves. */
  ring(): Promise<unknown>
  /** The token that its next request would carry; empty where it would carry none. */
  token(): Promise<string>
}

interface ByHand {
  login(username: string, password: string): Promise<void>
  logout(): void
  request(path: string): Promise<Response>
  present?(): string
}

type Kind = 'timer-and-queue' | 'reactive-retry' | 'sliding-token'

/** A server with a time of its own that only the test moves. */
export async function openRecipe(kind: Kind, options: TokenServerOptions = {}) {
  const clock = createHandClock()
  const successorHeader = kind === 'sliding-token' ? 'Refresh-Token' : undefined
  const server = await createTokenServer({ now: clock.now, successorHeader, ...options })
  onTestFinished(() => server.close())

  const byHand = async (): Promise<RecipeClient> => {
    const timers: (() => unknown)[] = []
    const set = (run: () => unknown) => timers.push(run)
    const sample = against(sampleOf(readPage(`docs/recipes/${kind}.md`), 'by hand'), server.url)
    const made = await runSample<ByHand>(sample, { setTimeout: set, setInterval: set })
    return {
      login: () => made.login(ada.username, ada.password),
      logout: made.logout,
      request: made.request,
      ring: () => Promise.allSettled(timers.map((run) => run())),
      token: async () => made.present?.() ?? '',
    }
  }
  const byLibrary = async (): Promise<RecipeClient> => {
    const baseUrl = server.url
    const own = { baseUrl, keepAlive: '/api/me/', paths: { login: '/api/token/' }, fields: { token: 'access' } }
    const backend = kind === 'sliding-token' ? slidingHeader(own) : simpleJwt({ baseUrl })
    const lifecycle = activeUser({ idleAfter: 1_000, clock })
    const session = createAuthSession({ backend, clock, renewal: { jitter: 0 }, lifecycle })
    onTestFinished(() => session.dispose())
    return {
      login: () => session.login(ada),
      logout: () => void session.logout(),
      request: (path) => session.fetch(baseUrl + path),
      ring: async () => clock.advance(11_000),
      token: () => session.accessToken().catch(() => ''),
    }
  }
  return { server, clock, byHand, byLibrary }
}
