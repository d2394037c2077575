import { expect, onTestFinished, test } from 'vitest'
import { createAuthSession } from 'xstate-auth-session'
import { simpleJwt } from 'xstate-auth-session/backends'
import { unsignedToken } from './unsigned-token'

const baseUrl = 'https://api.example.com'
const seconds = Math.floor(Date.now() / 1_000)

test('a successor of another user’s token, as a shared cache may bring one, is not taken', async () => {
  const mine = unsignedToken({ user_id: 1, exp: seconds + 100 })
  const anothers = unsignedToken({ user_id: 2, exp: seconds + 300 })
  const sent: (string | null)[] = []
  const fetch: typeof globalThis.fetch = async (_, init) => {
    sent.push(new Headers(init?.headers).get('authorization'))
    return Response.json({}, { headers: { 'Refresh-Token': anothers } })
  }
  let now = Date.now()
  const clock = { now: () => now, monotonic: () => now, setTimeout: () => 0, clearTimeout: () => {} }
  const session = createAuthSession({ backend: simpleJwt({ baseUrl, successorHeader: 'Refresh-Token' }), fetch, clock })
  onTestFinished(() => session.dispose())
  await session.setTokens({ accessToken: mine, refreshToken: 'r' })
  now += 40_000
  await session.fetch(`${baseUrl}/api/notes/`)
  await session.fetch(`${baseUrl}/api/notes/`, { method: 'POST' })
  expect(sent).toEqual([`Bearer ${mine}`, `Bearer ${mine}`])
})
