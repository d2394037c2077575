import { expect, onTestFinished, test } from 'vitest'
import { openServer } from '../backends/open-server'
import { ada } from '../session/scene'
import { readPage, tableOf } from './page'

/** What the page says of the server's answers is what the server under test answers; a real Django too. */

const page = readPage('docs/backends/simplejwt.md')
const sections = {
  login: ['Login: `POST /api/token/`', '/api/token/'],
  refresh: ['Refresh: `POST /api/token/refresh/`', '/api/token/refresh/'],
  blacklist: ['Blacklist: `POST /api/token/blacklist/`', '/api/token/blacklist/'],
  resource: ['Resources, with the bearer', '/api/me/'],
} as const

async function openAnswers() {
  const server = await openServer({ rotation: true })
  onTestFinished(() => server.close())
  const ask = async (path: string, init: RequestInit) => {
    const response = await fetch(server.url + path, { redirect: 'manual', ...init })
    return [response.status, await response.text()] as const
  }
  const post = (path: string, body: object, bearer?: string) =>
    ask(path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'Content-Type': 'application/json', ...(bearer && { Authorization: `Bearer ${bearer}` }) },
    })
  const get = (path: string, bearer?: string) =>
    ask(path, { headers: bearer ? { Authorization: `Bearer ${bearer}` } : {} })
  const [, granted] = await post('/api/token/', ada)
  return { server, post, get, tokens: JSON.parse(granted) as { access: string; refresh: string } }
}

type Opened = Awaited<ReturnType<typeof openAnswers>>
type Asked = readonly [status: number, body: string]

const { login, refresh, blacklist, resource } = sections
const blacklisted = async ({ post, tokens: { refresh: token, access } }: Opened) => {
  await post(blacklist[1], { refresh: token }, access)
}

test.each<[keyof typeof sections, number, string, (opened: Opened) => Promise<Asked>]>([
  ['login', 200, 'access', ({ post }) => post(login[1], ada)],
  [
    'login',
    401,
    'No active account found with the given credentials',
    ({ post }) => post(login[1], { ...ada, password: 'x' }),
  ],
  ['login', 400, '', ({ post }) => post(login[1], {})],
  ['login', 405, '', ({ get }) => get(login[1])],
  ['login', 301, '', ({ post }) => post('/api/token', ada)],
  ['refresh', 200, 'refresh', ({ post, tokens }) => post(refresh[1], { refresh: tokens.refresh })],
  ['refresh', 401, 'Token is invalid or expired', ({ post }) => post(refresh[1], { refresh: 'x' })],
  ['refresh', 401, 'Token has wrong type', ({ post, tokens }) => post(refresh[1], { refresh: tokens.access })],
  ['refresh', 400, '', ({ post }) => post(refresh[1], {})],
  ['refresh', 301, '', ({ post, tokens }) => post('/api/token/refresh', { refresh: tokens.refresh })],
  [
    'refresh',
    401,
    'Token is blacklisted',
    async (opened) => {
      await blacklisted(opened)
      return opened.post(refresh[1], { refresh: opened.tokens.refresh })
    },
  ],
  ['blacklist', 200, '{}', ({ post, tokens }) => post(blacklist[1], { refresh: tokens.refresh }, tokens.access)],
  [
    'blacklist',
    401,
    'Token is blacklisted',
    async (opened) => {
      await blacklisted(opened)
      return opened.post(blacklist[1], { refresh: opened.tokens.refresh }, 'a bearer that nobody looks at')
    },
  ],
  ['resource', 401, 'token_not_valid', ({ get }) => get(resource[1], 'x')],
  ['resource', 401, 'Authentication credentials were not provided.', ({ get }) => get(resource[1])],
  ['resource', 403, '', ({ get, tokens }) => get('/api/forbidden/', tokens.access)],
  [
    'resource',
    401,
    'user_inactive',
    async ({ server, get, tokens }) => {
      await server.deactivate(1)
      return get(resource[1], tokens.access)
    },
  ],
])('%s: %i %s', async (section, status, text, ask) => {
  const [answered, body] = await ask(await openAnswers())
  expect([answered, body]).toEqual([status, expect.stringContaining(text)])
  const { rows } = tableOf(page, sections[section][0])
  expect(rows.filter(([answer, said]) => answer!.includes(String(status)) && said!.includes(text))).not.toEqual([])
})

test('the access token lives on after the blacklist view has had its refresh token', async () => {
  const opened = await openAnswers()
  await blacklisted(opened)
  expect((await opened.get(resource[1], opened.tokens.access))[0]).toBe(200)
})

test('a deactivated user is still renewed', async () => {
  const { server, post, tokens } = await openAnswers()
  await server.deactivate(1)
  expect((await post(refresh[1], { refresh: tokens.refresh }))[0]).toBe(200)
})
