import { expect, onTestFinished, test } from 'vitest'
import type { AuthSession } from 'xstate-auth-session'
import { createTokenServer } from '../backends/embedded'
import { ada } from '../session/scene'
import { readPage, sampleOf } from './page'
import { against, runSample } from './sample'

interface Lines {
  readonly session: AuthSession
  request(path: string): Promise<Response>
}

/** The few lines of a page that take the place of what is done by hand there. */
async function openLines(page: string) {
  const server = await createTokenServer({ rotation: true, successorHeader: 'Refresh-Token' })
  onTestFinished(() => server.close())
  const sample = sampleOf(readPage(`docs/recipes/${page}.md`), 'with the library')
  const lines = await runSample<Lines>(against(sample, server.url))
  onTestFinished(() => lines.session.dispose())
  return { ...lines, server }
}

test.each(['timer-and-queue', 'reactive-retry'])(
  'the lines of %s log in, and carry a herd over a refusal',
  async (page) => {
    const { session, request, server } = await openLines(page)
    await session.login(ada)
    await server.revokeAccess()
    const answers = await Promise.all(['/api/a/', '/api/b/', '/api/c/'].map(request))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    expect(server.count({ path: '/api/token/refresh/' })).toBe(1)
    await session.logout()
    expect(await server.families()).toMatchObject([{ alive: false }])
  },
)

test('the lines of sliding-token send the one token, and end where it is refused', async () => {
  const { session, request, server } = await openLines('sliding-token')
  const login = await fetch(`${server.url}/api/token/`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(ada),
  })
  await session.setTokens({ accessToken: (await login.json()).access })
  expect((await request('/api/a/')).status).toBe(200)
  await server.revokeAccess()
  await expect(request('/api/a/')).rejects.toMatchObject({ code: 'session_expired' })
  expect(server.count({ path: '/api/me/' })).toBe(1)
})
