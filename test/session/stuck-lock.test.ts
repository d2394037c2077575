import { expect, onTestFinished, test } from 'vitest'
import { createAuthSession, type Lock, memoryStorage } from 'xstate-auth-session'
import { createFakeBackend, createSimulatedTime } from 'xstate-auth-session/testing'

test('a lock that nobody gives back holds a renewal up for one request time-out, and no longer', async () => {
  const time = createSimulatedTime()
  const server = createFakeBackend({ now: time.now })
  const lock: Lock = { acquire: () => new Promise(() => {}) }
  const storage = memoryStorage({ scope: 'a store of several apps' })
  const session = createAuthSession({ backend: server.backend, fetch: server.fetch, clock: time.clock, storage, lock })
  onTestFinished(() => session.dispose())
  await session.login({ username: 'ada', password: 'lovelace' })
  server.revokeAccess()
  const answer = session.fetch('https://api.test/api/me/')
  await time.advance(9_999)
  expect(server.count('/api/token/refresh/')).toBe(0)
  await time.advance(1)
  expect((await answer).status).toBe(200)
})
