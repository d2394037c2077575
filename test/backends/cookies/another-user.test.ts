import { expect, onTestFinished, test } from 'vitest'
import { createAuthSession } from 'xstate-auth-session'
import { cookieSession } from 'xstate-auth-session/backends'

const baseUrl = 'https://api.example.com'

test('a token that says nothing, with another user beside it, ends the session', async () => {
  const sent: string[] = []
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const { pathname } = new URL(String(input))
    if (pathname.endsWith('/login/')) return Response.json({ access: 'token-of-ada', user: { id: 1 } })
    if (pathname.endsWith('/refresh/')) return Response.json({ access: 'token-of-grace', user: { id: 2 } })
    const authorization = new Headers(init?.headers).get('authorization') ?? ''
    sent.push(authorization)
    return Response.json({}, { status: authorization.endsWith('ada') ? 401 : 200 })
  }
  const session = createAuthSession({ backend: cookieSession({ baseUrl, csrf: null }), fetch })
  onTestFinished(() => session.dispose())
  await session.login({ username: 'ada', password: 'lovelace' })
  await expect(session.fetch(`${baseUrl}/api/notes/`, { method: 'POST' })).rejects.toMatchObject({
    code: 'session_expired',
  })
  expect(sent).toEqual(['Bearer token-of-ada'])
})
