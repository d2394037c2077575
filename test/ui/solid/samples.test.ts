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
  document.querySelector('form')?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }))
}

test('the app of docs/ui/solid.md logs in, says that its session has ended, and logs out', async () => {
  const { unmount } = await import('./samples/main')
  const { session } = await import('./samples/session')
  await expect.poll(says, PATIENCE).toBe('Log in')
  logIn('babbage')
  await expect.poll(says, PATIENCE).toBe('Log in Wrong name or password.')
  logIn('lovelace')
  await expect.poll(says, PATIENCE).toBe('ada Log out')

  server.revokeAccess()
  server.revokeRefresh()
  const held = session.fetch('https://api.example.com/api/notes/', { hold: true })
  await expect.poll(says, PATIENCE).toMatch(/^Your session has ended. ?Log in$/)
  logIn('lovelace')
  expect((await held).status).toBe(200)
  await expect.poll(says, PATIENCE).toBe('ada Log out')
  click('Log out')
  await expect.poll(says, PATIENCE).toBe('Log in')
  unmount()
  expect(says()).toBe('')
})
