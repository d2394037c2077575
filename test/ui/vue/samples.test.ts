import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { FakeBackend } from 'xstate-auth-session/testing'
import { answerSamples, click, says, type } from '../sample-server'

const PATIENCE = { timeout: 20_000, interval: 10 }

let server: FakeBackend

beforeAll(async () => {
  server = answerSamples()
  document.body.innerHTML = '<div id="app"></div>'
  history.replaceState(null, '', '/notes')
  await import('./samples/main')
})

afterAll(() => vi.unstubAllGlobals())

function logIn(password: string) {
  type('Name', 'ada')
  type('Password', password)
  click('Log in')
}

test('the app of docs/ui/vue.md leads to the login and back, keeps a form while its session ends, and sends it after the next login', async () => {
  await expect.poll(() => location.pathname + location.search, PATIENCE).toBe('/login?redirect=/notes')
  logIn('babbage')
  await expect.poll(says, PATIENCE).toBe('Log in Wrong name or password.')
  logIn('lovelace')
  await expect.poll(says, PATIENCE).toBe('ada Log out Save')
  expect(location.pathname).toBe('/notes')

  server.revokeAccess()
  server.revokeRefresh()
  type('Note', 'A note.')
  click('Save')
  await expect.poll(says, PATIENCE).toBe('Your session has ended. Log in Save Saving…')
  click('Log in')
  await expect.poll(() => location.pathname, PATIENCE).toBe('/login')
  logIn('lovelace')
  await expect
    .poll(() => server.requests.filter(({ bearer }) => bearer && !bearer.expired).at(-1)?.body, PATIENCE)
    .toBe('A note.')
  await expect.poll(says, PATIENCE).toBe('ada Log out Save')
  click('Log out')
  await expect.poll(says, PATIENCE).toBe('Save')
})
