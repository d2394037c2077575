import { expect, onTestFinished, test } from 'vitest'
import { createAuthSession } from 'xstate-auth-session'
import { createFakeBackend } from 'xstate-auth-session/testing'

const ada = { username: 'ada', password: 'lovelace' }
const me = 'https://api.test/api/me/'

const userOf = async (response: Response): Promise<unknown> => Object(await response.json()).user

test('two sessions of one process, as on a server, know nothing of each other', async () => {
  const server = createFakeBackend()
  const open = () => {
    const session = createAuthSession({ backend: server.backend, fetch: server.fetch })
    onTestFinished(() => session.dispose())
    return session
  }
  const [first, second, third] = [open(), open(), open()]
  await first.login(ada)
  await second.login({ username: 'grace', password: 'hopper' })
  server.revokeAccess()
  const users = await Promise.all([first.fetch(me), second.fetch(me)].map(async (answer) => userOf(await answer)))
  expect(users).toEqual(['ada', 'grace'])
  expect(await third.start()).toBe('anonymous')
  await first.logout()
  expect([second.getSnapshot().status, await userOf(await second.fetch(me))]).toEqual(['authenticated', 'grace'])
})
