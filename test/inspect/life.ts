import { type AuthSessionOptions, createAuthSession } from 'xstate-auth-session'
import { createFakeBackend, createSimulatedTime, type SimulatedTime } from 'xstate-auth-session/testing'

export const password = 'canarybird-of-ada'

/** A session whose life is a login, a renewal on time, a 401, a 401 whose renewal needs two tries, and a logout. */
export function createLife(own: (time: SimulatedTime) => Pick<AuthSessionOptions, 'inspect' | 'label'>) {
  const time = createSimulatedTime()
  const server = createFakeBackend({ now: time.now, users: { ada: password } })
  const tokens: Record<string, string> = { password }
  const session = createAuthSession({
    backend: server.backend,
    fetch: server.fetch,
    clock: time.clock,
    renewal: { jitter: 0 },
    ...own(time),
  })
  const note = async () => {
    const token = await session.accessToken()
    tokens[`access token ${Object.keys(tokens).length}`] = token
  }
  const ask = () => session.fetch(`${server.baseUrl}/api/notes/`)

  /** A browser reads bodies in turns of its own, however still time stands. */
  const passUntil = async (end: Promise<unknown>) => {
    let isOver = false
    const over = () => {
      isOver = true
    }
    end.then(over, over)
    while (!isOver) {
      await new Promise((turn) => setTimeout(turn, 0))
      await time.advance(isOver ? 0 : 50)
    }
    return end
  }
  const renewal = () => new Promise<unknown>((renewed) => session.on('renewed', renewed))

  async function live(): Promise<void> {
    await session.start()
    await session.login({ username: 'ada', password })
    await note()
    const renewed = renewal()
    await time.advance(240_000)
    await passUntil(renewed)
    await note()
    await ask()
    server.revokeAccess()
    await ask()
    await note()
    server.revokeAccess()
    let isBusy = true
    server.intercept(({ path }) => {
      if (!isBusy || path !== '/api/token/refresh/') return undefined
      isBusy = false
      return new Response('', { status: 503 })
    })
    await passUntil(ask())
    await note()
    await session.logout()
  }
  return { time, server, session, tokens, live }
}
