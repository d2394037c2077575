import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import type { AuthSession } from 'xstate-auth-session'
import { memoryArea } from '../../src/platform/memory-storage'
import { createCookieJar } from '../backends/cookies/cookie-jar'
import { openCookieServer } from '../backends/cookies/open-cookie-server'
import { isDjango } from '../backends/open-server'
import { ada } from '../session/scene'
import { ROOT, readPage, sampleOf, tableOf } from './page'
import { against, runSample } from './sample'

const page = readPage('docs/backends/cookies.md')
const network = globalThis.fetch

test.each(['cookie_authentication', 'cookie_sessions', 'partitioned'])('%s.py is what the tests run', (name) => {
  const text = readFileSync(join(ROOT, `test/backends/django/site/${name}.py`), 'utf8')
  const shown = page.blocks.find((block) => block.text.startsWith(`# ${name}.py`))?.text ?? ''
  expect(shown.split('\n').slice(1).join('\n').trim()).toBe(text.trim())
})

/** A browser's cookies, and a server; `fetch` and `document` are theirs until the test is over. */
async function openBrowser() {
  const server = await openCookieServer({ rotation: true })
  onTestFinished(() => server.close())
  const jar = createCookieJar(network)
  vi.stubGlobal('fetch', jar.fetch)
  vi.stubGlobal('document', jar.document)
  onTestFinished(() => void vi.unstubAllGlobals())
  return { server, jar, url: (path: string) => server.url + path }
}

const indexeddb = async () => {
  const { webStorage } = await import('xstate-auth-session')
  return { 'xstate-auth-session/indexeddb': { indexedDbStorage: () => webStorage(memoryArea(), { scope: 'tab' }) } }
}

test.each(['refresh token in a cookie', 'both tokens in cookies'])('the set-up: %s', async (name) => {
  const { server, url, jar } = await openBrowser()
  const sample = against(sampleOf(page, name), server.url)
  const { session } = await runSample<{ session: AuthSession }>(sample, {}, await indexeddb())
  onTestFinished(() => session.dispose())
  await session.login(ada)
  await server.revokeAccess()
  const answer = await session.fetch(url('/api/notes/'), { method: 'POST', body: '{}' })
  expect([answer.status, jar.get('access') !== null]).toEqual([200, name === 'both tokens in cookies'])
  await session.logout()
  expect(await server.families()).toMatchObject([{ alive: false }])
})

test('the set-up for dj-rest-auth calls its paths', async () => {
  const { session } = await runSample<{ session: AuthSession }>(sampleOf(page, 'dj-rest-auth'))
  onTestFinished(() => session.dispose())
  const asked: string[] = []
  vi.stubGlobal('fetch', async (url: string, { method = 'GET' }: RequestInit) => {
    asked.push(`${method} ${url.replace('https://api.example.com', '')}`)
    const body = url.endsWith('/user/') ? { pk: 1, username: 'ada' } : { access_expiration: '2099-01-01T00:00:00Z' }
    return new Response(JSON.stringify(body))
  })
  onTestFinished(() => void vi.unstubAllGlobals())
  await session.login(ada)
  await session.logout()
  expect(asked).toEqual(['POST /dj-rest-auth/login/', 'GET /dj-rest-auth/user/', 'POST /dj-rest-auth/logout/'])
})

describe('the table of answers is what the server answers', () => {
  const rows = tableOf(page, 'What each answer means').rows
  const open = async () => {
    const opened = await openBrowser()
    await opened.jar.fetch(opened.url('/api/session/csrf/'))
    const post = async (name: string, body: object = {}, token = opened.jar.get('csrftoken') ?? '') => {
      const headers = { 'Content-Type': 'application/json', 'X-CSRFToken': token }
      const init = { method: 'POST', headers, body: JSON.stringify(body) }
      const answer = await opened.jar.fetch(opened.url(`/api/session/${name}/`), init)
      return [answer.status, await answer.text()] as const
    }
    return { ...opened, post }
  }
  type Opened = Awaited<ReturnType<typeof open>>
  type Asked = Promise<readonly [status: number, body: string]>
  const spend = async ({ post, jar, url }: Opened) => {
    await post('login', ada)
    const old = jar.copy(network)
    await post('refresh')
    const headers = { 'X-CSRFToken': old.get('csrftoken') ?? '' }
    const answer = await old.fetch(url('/api/session/refresh/'), { method: 'POST', headers })
    return [answer.status, await answer.text()] as const
  }

  test.each<[view: string, status: number, text: string, ask: (opened: Opened) => Asked]>([
    ['login', 200, '', ({ post }) => post('login', ada)],
    [
      'login',
      401,
      'No active account found with the given credentials',
      ({ post }) => post('login', { ...ada, password: 'x' }),
    ],
    ['login', 400, '', ({ post }) => post('login')],
    ['login', 403, 'CSRF Failed', ({ post }) => post('login', ada, 'x')],
    ['refresh', 200, '', ({ post }) => post('login', ada).then(() => post('refresh'))],
    ['refresh', 401, 'Token is blacklisted', spend],
    ['refresh', 401, '', ({ post }) => post('refresh')],
    ['refresh', 403, 'CSRF Failed', ({ post }) => post('login', ada).then(() => post('refresh', {}, 'x'))],
  ])('%s: %d %s', async (view, status, text, ask) => {
    const [answered, body] = await ask(await open())
    expect([answered, body.includes(text)]).toEqual([status, true])
    const listed = rows.filter(([cell]) => cell === view).map(([, answer = '']) => answer)
    expect(listed.some((answer) => answer.includes(String(status)) && answer.includes(text))).toBe(true)
  })

  const whereDjangoIs = isDjango ? test : () => {}
  whereDjangoIs('a user who was deactivated is not renewed', async () => {
    const opened = await open()
    await opened.post('login', ada)
    await opened.server.deactivate(1)
    const [status, body] = await opened.post('refresh')
    expect([status, body.includes('User is inactive')]).toEqual([401, true])
  })
})
