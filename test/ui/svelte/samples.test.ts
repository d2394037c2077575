import { render } from '@testing-library/svelte'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { FakeBackend } from 'xstate-auth-session/testing'
import { answerSamples, click, says, type } from '../sample-server'

const PATIENCE = { timeout: 20_000, interval: 10 }

let server: FakeBackend

beforeAll(() => {
  server = answerSamples()
})

afterAll(() => vi.unstubAllGlobals())

function logIn(password: string) {
  type('Name', 'ada')
  type('Password', password)
  click('Log in')
}

test('the app of docs/ui/svelte.md logs in, says that its session has ended, and logs out; its reminder reminds', async () => {
  const { default: App } = await import('./samples/app.svelte')
  const { session } = await import('./samples/session')
  const { onExpired } = await import('./samples/reminder')
  const remind = vi.fn()
  const stop = onExpired(remind)
  render(App)
  await expect.poll(says, PATIENCE).toBe('Log in')
  logIn('babbage')
  await expect.poll(says, PATIENCE).toBe('Log in Wrong name or password.')
  logIn('lovelace')
  await expect.poll(says, PATIENCE).toBe('ada Log out')

  server.revokeAccess()
  server.revokeRefresh()
  expect(remind).not.toHaveBeenCalled()
  const held = session.fetch('https://api.example.com/api/notes/', { hold: true })
  await expect.poll(says, PATIENCE).toMatch(/^Your session has ended. Log in/)
  expect(remind).toHaveBeenCalledTimes(1)
  logIn('lovelace')
  expect((await held).status).toBe(200)
  await expect.poll(says, PATIENCE).toBe('ada Log out')
  click('Log out')
  await expect.poll(says, PATIENCE).toMatch(/^Log in/)
  stop()
})
