import { expect, onTestFinished, test } from 'vitest'
import { createAuthSession } from 'xstate-auth-session'
import { cookieSession, withUser } from 'xstate-auth-session/backends'
import { createGate } from '../../adversity/world'
import { codeOf } from '../../session/failure'
import { ada, grace } from '../../session/scene'
import { PATIENCE } from './scene'

const baseUrl = 'https://api.example.com'
const wrong = { ...ada, password: 'wrong' }

/** Both tokens are in one cookie, which names its user; each answer of the profile view waits for its gate, where it has one. */
function openPage() {
  const gates: ReturnType<typeof createGate>[] = []
  const page = { jar: '', asked: 0, ended: [] as string[] }
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const { pathname } = new URL(String(input))
    if (pathname.endsWith('/login/')) {
      const { username, password } = JSON.parse(String(init?.body))
      if (password === wrong.password) return Response.json({}, { status: 401 })
      page.jar = username
    }
    if (pathname.endsWith('/logout/')) {
      page.ended.push(page.jar)
      page.jar = ''
    }
    if (pathname !== '/api/me/') return Response.json({})
    const id = page.jar
    await gates[page.asked++]?.opened
    return Response.json({ id })
  }
  const session = createAuthSession({
    backend: withUser(cookieSession({ baseUrl, csrf: null, access: 'cookie' })),
    fetch,
  })
  onTestFinished(() => session.dispose())
  const statuses: string[] = []
  session.subscribe(() => void statuses.push(session.getSnapshot().status))
  return Object.assign(page, { gates, session, statuses })
}

test.each([
  ['anonymous', false, ['anonymous', 'authenticated']],
  ['logged in', true, ['anonymous', 'authenticated', 'authenticated']],
])(
  'a login that is overtaken while its user is asked for leaves the later one its cookie: %s',
  async (_, isIn, told) => {
    const page = openPage()
    const { session, gates, statuses } = page
    if (isIn) await session.login(ada)
    gates[page.asked] = createGate()
    gates[page.asked + 1] = createGate()
    const [first, second] = gates.slice(page.asked)
    const before = page.asked
    const overtaken = codeOf(session.login(ada))
    await expect.poll(() => page.asked, PATIENCE).toBe(before + 1)
    const later = session.login(grace)
    await expect.poll(() => page.asked, PATIENCE).toBe(before + 2)
    first?.open()
    expect(await overtaken).toBe('session_changed')
    expect((await session.fetch(`${baseUrl}/api/notes/`)).status).toBe(200)
    second?.open()
    await later
    expect((await session.fetch(`${baseUrl}/api/notes/`)).status).toBe(200)
    expect([page.jar, page.ended, statuses]).toEqual(['grace', [], told])
    expect(session.getSnapshot().user).toEqual({ id: 'grace' })
  },
)

test('it is ended where the later one is refused', async () => {
  const page = openPage()
  const { session, gates } = page
  gates.push(createGate())
  const overtaken = codeOf(session.login(ada))
  await expect.poll(() => page.asked, PATIENCE).toBe(1)
  expect(await codeOf(session.login(wrong))).toBe('login_rejected')
  expect(page.jar).toBe('ada')
  gates[0]?.open()
  expect(await overtaken).toBe('session_changed')
  await expect.poll(() => [page.jar, page.ended], PATIENCE).toEqual(['', ['ada']])
  expect(session.getSnapshot().loggedIn).toBe(false)
})
