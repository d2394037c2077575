import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { FakeBackend } from 'xstate-auth-session/testing'
import { answerSamples, click, says, type } from '../sample-server'

const PATIENCE = { timeout: 20_000, interval: 10 }

let server: FakeBackend

beforeAll(() => {
  server = answerSamples()
  document.body.innerHTML = readFileSync(join(import.meta.dirname, 'samples/page.html'), 'utf8')
})

afterAll(() => vi.unstubAllGlobals())

function logIn(password: string) {
  type('Name', 'ada')
  type('Password', password)
  document.querySelector('form')?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }))
}

test('the page of docs/ui/dom.md says why a login failed, logs in, and logs out', async () => {
  const { unbind } = await import('./samples/page')
  await expect.poll(says, PATIENCE).toBe('Log in')
  logIn('babbage')
  await expect.poll(says, PATIENCE).toBe('Log in Wrong name or password.')
  logIn('lovelace')
  await expect.poll(says, PATIENCE).toBe('Your notes Log out')
  click('Log out')
  await expect.poll(says, PATIENCE).toBe('Log in')
  expect(document.body.getAttribute('data-auth-status')).toBe('loggedOut')
  await expect.poll(() => server.count('/api/token/blacklist/'), PATIENCE).toBe(1)
  unbind()
  expect(document.body.hasAttribute('data-auth-status')).toBe(false)
})
