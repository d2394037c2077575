import { createAuthSession, memoryStorage, type SessionStatus } from 'xstate-auth-session'
import { simpleJwt } from 'xstate-auth-session/backends'
import { createTokenServer, type TokenServer } from '../../../test/backends/embedded'
import { type Transition, watchTransitions } from '../transition'
import { users } from '../users'

export const REFRESH = '/api/token/refresh/'

/** Where the scenes of the tour are played: a strict server, and one session that talks to it over HTTP. */
export interface Stage extends AsyncDisposable {
  readonly server: TokenServer
  readonly session: ReturnType<typeof openSession>
  login(username: (typeof users)[number]['username']): Promise<void>
  /** Sends one request; what came of it: a status, or an error's code. */
  ask(path: string): Promise<string>
  /** Sends `count` requests at once. */
  askAtOnce(count: number, path: string): Promise<string[]>
  /** Resolves when the next timed renewal has brought a token that the server has then accepted. */
  freshToken(): Promise<void>
  reaches(status: SessionStatus): Promise<void>
  /** Resolves when `holds()`, asked again and again. */
  until(holds: () => boolean): Promise<void>
  /** Refresh calls that the server has seen so far. */
  refreshCalls(): number
}

/** Opens it; `tell` hears every transition of the session. */
export async function openStage(tell: (transition: Transition) => void): Promise<Stage> {
  const server = await createTokenServer({ accessLifetime: 4, rotation: true, reuse: 'revokes-family', users })
  const session = openSession(server.url, tell)

  const ask = (path: string) =>
    session.fetch(server.url + path).then(
      async (response) => {
        await response.arrayBuffer()
        return String(response.status)
      },
      (error: unknown) => String(Object(error).code ?? error),
    )

  return {
    server,
    session,
    ask,
    askAtOnce: (count, path) => Promise.all(Array.from({ length: count }, () => ask(path))),
    login(username) {
      const { password = '' } = users.find((user) => user.username === username) ?? {}
      return session.login({ username, password })
    },
    async freshToken() {
      await new Promise<void>((resolve) => {
        const end = session.on('renewed', () => {
          end()
          resolve()
        })
      })
      await ask('/api/me/')
    },
    reaches: (status) =>
      new Promise((resolve) => {
        if (session.getSnapshot().status === status) return resolve()
        const end = session.subscribe((snapshot) => {
          if (snapshot.status !== status) return
          end()
          resolve()
        })
      }),
    async until(holds) {
      while (!holds()) await new Promise((resolve) => setTimeout(resolve, 20))
    },
    refreshCalls: () => server.count({ path: REFRESH }),
    async [Symbol.asyncDispose]() {
      session.dispose()
      await server.close()
    },
  }
}

function openSession(baseUrl: string, tell: (transition: Transition) => void) {
  return createAuthSession({
    backend: simpleJwt({ baseUrl, rotation: 'always' }),
    storage: memoryStorage(),
    renewal: { ahead: 1_000, jitter: 0, backoff: { initial: 200, max: 500 } },
    inspect: watchTransitions(tell),
  })
}

/** `100 × 200`, or `3 × 200, 1 × logged_out`. */
export function tally(outcomes: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const outcome of outcomes) counts.set(outcome, (counts.get(outcome) ?? 0) + 1)
  return [...counts].map(([outcome, count]) => `${count} × ${outcome}`).join(', ')
}
