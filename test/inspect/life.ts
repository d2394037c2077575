import { onTestFinished, vi } from 'vitest'
import { type AuthSessionOptions, createAuthSession } from 'xstate-auth-session'
import { createFakeBackend, createSimulatedTime, type SimulatedTime } from 'xstate-auth-session/testing'

export const password = 'canarybird-of-ada'

/** A session whose life is a login, a renewal on time, a 401, a 401 whose renewal needs two tries, and a logout. */
export function openLife(own: (time: SimulatedTime) => Pick<AuthSessionOptions, 'inspect' | 'label'>) {
  vi.spyOn(Math, 'random').mockReturnValue(0.5)
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
  onTestFinished(() => session.dispose())
  const note = async () => {
    const token = await session.accessToken()
    tokens[`access token ${Object.keys(tokens).length}`] = token
  }
  const ask = () => session.fetch(`${server.baseUrl}/api/notes/`)

  async function live(): Promise<void> {
    await session.start()
    await session.login({ username: 'ada', password })
    await note()
    await time.advance(240_000)
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
    const asked = ask()
    await time.advance(1_000)
    await asked
    await note()
    await session.logout()
  }
  return { time, server, session, tokens, live }
}
