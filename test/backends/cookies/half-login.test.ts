import { expect, onTestFinished, test } from 'vitest'
import { createAuthSession } from 'xstate-auth-session'
import { cookieSession } from 'xstate-auth-session/backends'

const baseUrl = 'https://api.example.com'

test('a login whose profile can’t be told leaves no cookie that another user’s requests would go with', async () => {
  let jar = ''
  let up = true
  const sent: string[] = []
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const { pathname } = new URL(String(input))
    if (pathname.endsWith('/login/')) {
      jar = JSON.parse(String(init?.body)).username
      return Response.json({})
    }
    if (pathname.endsWith('/logout/')) {
      jar = ''
      return Response.json({})
    }
    if (pathname === '/api/me/') return up ? Response.json({ id: jar }) : Response.json({}, { status: 500 })
    sent.push(jar)
    return Response.json({})
  }
  const session = createAuthSession({
    backend: cookieSession({ baseUrl, csrf: null, access: 'cookie', paths: { profile: '/api/me/' } }),
    fetch,
  })
  onTestFinished(() => session.dispose())
  await session.login({ username: 'ada', password: 'x' })
  up = false
  await session.login({ username: 'grace', password: 'x' }).catch(() => {})
  expect(session.getSnapshot().user).toEqual({ id: 'ada' })
  await session.fetch(`${baseUrl}/api/notes/`, { method: 'POST' })
  expect(sent).toEqual([''])
})
