import { describe, expect, onTestFinished, test } from 'vitest'
import { type AuthBackend, createAuthSession } from 'xstate-auth-session'
import { cookieSession, type PasswordCredentials, type StandardSchema, withUser } from 'xstate-auth-session/backends'
import { createHandLifecycle } from '../../adversity/world'
import { failure } from '../../session/failure'

const baseUrl = 'https://api.example.com'
const ada = { username: 'ada', password: 'x' }
const grace = { username: 'grace', password: 'x' }

type PasswordBackend = AuthBackend<{ password: PasswordCredentials }>

/** Both tokens are in one cookie, which names its user. */
function openPage(backend: PasswordBackend) {
  const { lifecycle, tell } = createHandLifecycle()
  const page = {
    jar: '',
    isUp: true,
    isPortal: false,
    mayTell: true,
    login: (): object => ({}),
    sent: [] as string[],
    ended: [] as string[],
  }
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const { pathname } = new URL(String(input))
    if (page.isPortal) return new Response('<h1>Welcome</h1>', { headers: { 'content-type': 'text/html' } })
    if (pathname.endsWith('/login/')) {
      const { username, password } = JSON.parse(String(init?.body))
      if (password !== 'x') return Response.json({}, { status: 401 })
      page.jar = username
      return Response.json(page.login())
    }
    if (!page.isUp) throw new TypeError('fetch failed')
    if (pathname.endsWith('/logout/')) {
      page.ended.push(page.jar)
      page.jar = ''
      return Response.json({})
    }
    if (pathname === '/api/me/')
      return page.mayTell ? Response.json({ id: page.jar }) : Response.json({}, { status: 500 })
    page.sent.push(page.jar)
    return Response.json({})
  }
  const session = createAuthSession({ backend, fetch, lifecycle })
  onTestFinished(() => session.dispose())
  return Object.assign(page, { session, tell, note: () => session.fetch(`${baseUrl}/api/notes/`, { method: 'POST' }) })
}

const bothInCookies = { baseUrl, csrf: null, access: 'cookie' } as const

const noGrace: StandardSchema<unknown> = {
  '~standard': {
    version: 1,
    vendor: 'test',
    validate: (value) => (Object(value).id === 'grace' ? { issues: [{ message: 'no' }] } : { value }),
  },
}

describe('a login that is refused after its cookie was set is ended, and so is the session whose cookie it replaced,', () => {
  test.each<[string, PasswordBackend, string, boolean]>([
    [
      'where the backend’s own profile can’t be told',
      cookieSession({ ...bothInCookies, paths: { profile: '/api/me/' } }),
      'malformed_grant',
      false,
    ],
    ['where a profile can’t be told', withUser(cookieSession(bothInCookies)), 'unreachable', false],
    [
      'where a user does not fit the schema',
      withUser(cookieSession(bothInCookies), { schema: noGrace }),
      'malformed_grant',
      true,
    ],
  ])('%s', async (_, backend, code, mayTell) => {
    const page = openPage(backend)
    await page.session.login(ada)
    page.mayTell = mayTell
    expect(await failure(page.session.login(grace))).toMatchObject({ code })
    expect(page.session.getSnapshot()).toMatchObject({ status: 'loggedOut', user: null })
    await expect.poll(() => page.ended).toEqual(['grace'])
    await page.note()
    expect([page.jar, page.sent]).toEqual(['', ['']])
  })

  test('where a later login takes its place, and is refused', async () => {
    const page = openPage(withUser(cookieSession(bothInCookies)))
    await page.session.login(ada)
    const first = failure(page.session.login(grace))
    const second = failure(page.session.login({ ...ada, password: 'wrong' }))
    expect([await first, await second]).toMatchObject([{ code: 'session_changed' }, { code: 'login_rejected' }])
    await expect.poll(() => page.session.getSnapshot()).toMatchObject({ status: 'loggedOut', user: null })
    await expect.poll(() => [page.ended, page.jar]).toEqual([['grace'], ''])
  })

  test('as soon as the server can be reached', async () => {
    const page = openPage(withUser(cookieSession(bothInCookies)))
    await page.session.login(ada)
    page.isUp = false
    page.mayTell = false
    await failure(page.session.login(grace))
    await expect.poll(() => page.session.getSnapshot().status).toBe('loggedOut')
    expect(page.jar).toBe('grace')
    page.isUp = true
    page.tell('online')
    await expect.poll(() => [page.ended, page.jar]).toEqual([['grace'], ''])
  })
})

test('the same user’s refused login leaves the session what it lives on: the new cookie', async () => {
  const page = openPage(withUser(cookieSession(bothInCookies)))
  page.login = () => ({ user: { id: page.jar } })
  await page.session.login(ada)
  page.mayTell = false
  expect(await failure(page.session.login(ada))).toMatchObject({ code: 'unreachable' })
  await page.note()
  expect(page.session.getSnapshot()).toMatchObject({ status: 'authenticated', user: { id: 'ada' } })
  expect([page.ended, page.sent]).toEqual([[], ['ada']])
})

test.each<[string, 'body' | 'cookie', object]>([
  ['no token', 'body', {}],
  ['a token that can stand in no header', 'body', { access: 'a\nb' }],
  ['a life that is none', 'cookie', { expires_in: -1 }],
])('a login that is answered with %s is ended at the server', async (_, access, told) => {
  const page = openPage(cookieSession({ ...bothInCookies, access }))
  page.login = () => told
  expect(await failure(page.session.login(ada))).toMatchObject({ code: 'malformed_grant' })
  expect([page.ended, page.jar]).toEqual([['ada'], ''])
})

test('a portal’s page in the place of a login ends nobody’s', async () => {
  const page = openPage(cookieSession(bothInCookies))
  await page.session.login(ada)
  page.isPortal = true
  expect(await failure(page.session.login(grace))).toMatchObject({ code: 'malformed_grant' })
  page.isPortal = false
  await page.note()
  expect([page.ended, page.sent]).toEqual([[], ['ada']])
})
