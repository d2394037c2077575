import { describe, expect, onTestFinished, test, vi } from 'vitest'
import type { AuthSession } from 'xstate-auth-session'
import { memoryArea } from '../../src/platform/memory-storage'
import { openServer } from '../backends/open-server'
import { ada, openScene } from '../session/scene'
import { readPage, sampleOf } from './page'
import { against, runSample } from './sample'

const page = readPage('docs/backends/simplejwt.md')

/** What a sample makes of that server, with an own session where it makes one. */
async function openSample<Exports extends object>(name: string, globals: object = {}) {
  const server = await openServer()
  onTestFinished(() => server.close())
  const exported = await runSample<Exports>(against(sampleOf(page, name), server.url), { ...globals })
  return { ...exported, server, url: (path: string) => server.url + path }
}

/** A page's place, and where it is sent. */
function openPlace(href: string) {
  const { origin, pathname, search, hash } = new URL(href)
  return { origin, pathname, search, hash, assign: vi.fn<(url: string) => void>() }
}

test('the logout view of one’s own is asked, with the refresh token and the bearer', async () => {
  vi.stubGlobal('sessionStorage', memoryArea())
  onTestFinished(() => void vi.unstubAllGlobals())
  const { session, server } = await openSample<{ session: AuthSession }>('logout view')
  onTestFinished(() => session.dispose())
  await session.login(ada)
  await session.logout()
  expect(server.requests.at(-1)).toMatchObject({ path: '/api/logout/', status: 205 })
  expect(await server.families()).toMatchObject([{ alive: false }])
})

describe('a page that wants a login', () => {
  const app = 'https://app.example.com/notes/7?tab=all#end'
  const next = '/notes/7?tab=all#end'

  async function openPage(prepare: (session: AuthSession) => Promise<unknown>) {
    const { server, session } = await openScene()
    await prepare(session)
    const location = openPlace(app)
    const globals = { session, location }
    const { wantLogin } = await runSample<{ wantLogin(): Promise<void> }>(sampleOf(page, 'to the login'), globals)
    await wantLogin()
    const sentTo = () => location.assign.mock.calls.map(([url]) => Object.fromEntries(new URL(url, app).searchParams))
    return { server, session, sentTo }
  }

  test('sends who is not logged in to the login, once', async () => {
    const { sentTo } = await openPage(async () => {})
    expect(sentTo()).toEqual([{ next, reason: '' }])
  })

  test('keeps who is, until the session ends, and then says why', async () => {
    const { server, session, sentTo } = await openPage((opened) => opened.login(ada))
    expect(sentTo()).toEqual([])
    await server.revokeFamilies()
    await session.fetch(`${server.url}/api/me/`).catch(() => {})
    session.acknowledge()
    expect(sentTo()).toEqual([{ next, reason: 'rejected' }])
  })
})

describe('the login', () => {
  async function openLogin(query: string) {
    const { session } = await openScene()
    const location = openPlace(`https://app.example.com/login${query}`)
    const notice = { textContent: '' }
    const globals = { session, location, document: { querySelector: () => notice } }
    type Exports = { logIn(username: string, password: string): Promise<void> }
    const { logIn } = await runSample<Exports>(sampleOf(page, 'and back'), globals)
    await logIn(ada.username, ada.password)
    return { notice: notice.textContent, sentTo: location.assign.mock.calls.flat() }
  }

  test('says why and leads back', async () => {
    const query = new URLSearchParams({ next: '/notes/7?tab=all#end', reason: 'rejected' })
    expect(await openLogin(`?${query}`)).toEqual({
      notice: 'Your session has expired. Please log in again.',
      sentTo: ['https://app.example.com/notes/7?tab=all#end'],
    })
    expect((await openLogin('?reason=constructor')).notice).toBe('')
  })

  test.each([
    'https://evil.example/',
    '//evil.example/',
    '/\\evil.example/',
    'javascript:alert(1)',
    '/\t/evil.example',
    '//',
  ])('stays at home where it is told to go to %j', async (next) => {
    const { sentTo } = await openLogin(`?${new URLSearchParams({ next })}`)
    expect(sentTo).toEqual(['/'])
  })
})

describe('a 403 or a 400', () => {
  const open = async () => {
    const opened = await openSample<{ session: AuthSession }>('unauthorized')
    onTestFinished(() => opened.session.dispose())
    await opened.session.login(ada)
    return { ...opened, refreshes: () => opened.server.count({ path: '/api/token/refresh/' }) }
  }

  test.each([400, 403])('that says that the token is bad (%i) leads to a renewal', async (status) => {
    const { session, server, url, refreshes } = await open()
    const path = '/api/old-view/'
    server.faults.next({ path }, { kind: 'status', status, body: { code: 'token_not_valid' } })
    expect([(await session.fetch(url(path))).status, refreshes()]).toEqual([200, 1])
  })

  test('of another kind is the caller’s, who can still read it', async () => {
    const { session, url, refreshes } = await open()
    const response = await session.fetch(url('/api/forbidden/'))
    expect([response.status, Object(await response.json()).detail, refreshes()]).toEqual([
      403,
      'You do not have permission to perform this action.',
      0,
    ])
  })

  test('of a 401 nothing changes', async () => {
    const { session, server, url, refreshes } = await open()
    await server.revokeAccess()
    expect([(await session.fetch(url('/api/me/'))).status, refreshes()]).toEqual([200, 1])
  })
})

test('a deactivated user is logged out, and anybody else’s 401 logs nobody out', async () => {
  const { server, session, url } = await openScene()
  await session.login(ada)
  const { request } = await runSample<{ request: AuthSession['fetch'] }>(sampleOf(page, 'deactivated'), { session })
  expect((await request(url('/api/always-401/'))).status).toBe(401)
  expect(session.getSnapshot().loggedIn).toBe(true)
  await server.deactivate(1)
  expect((await request(url('/api/me/'))).status).toBe(401)
  expect(session.getSnapshot().status).toBe('loggedOut')
})

test('every sample of the page is run by one of these tests', () => {
  const named = page.blocks.filter(({ language }) => language === 'ts').map(({ sample }) => sample)
  expect(named).toEqual(['logout view', 'to the login', 'and back', 'unauthorized', 'deactivated'])
})
