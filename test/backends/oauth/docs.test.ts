import * as oauth4webapi from 'oauth4webapi'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import type { AuthBackend, AuthSession, Grant } from 'xstate-auth-session'
import * as indexedDb from 'xstate-auth-session/indexeddb'
import * as entry from 'xstate-auth-session/oauth2'
import { memoryArea } from '../../../src/platform/memory-storage'
import { readPage, sampleOf, tableOf } from '../../docs/page'
import { runSample } from '../../docs/sample'
import { typeErrorsIn } from '../../docs/sample-types'
import { ada } from './accounts'
import { browse } from './browse'
import { openOidcServer, REDIRECT_URI } from './oidc-server'
import { openOpaqueServer } from './opaque-server'

const page = readPage('docs/backends/oauth2.md')
/** The session of the set-up, as other samples know it. */
const SESSION =
  "declare const session: import('xstate-auth-session').AuthSession<import('xstate-auth-session/oauth2').Oauth2Logins>"

const packages = {
  oauth4webapi,
  'xstate-auth-session/oauth2': entry,
  'xstate-auth-session/indexeddb': indexedDb,
}

async function openSample<Exports extends object>(name: string, globals: object = {}, more: object = {}) {
  const server = await openOidcServer()
  onTestFinished(() => server.close())
  const block = sampleOf(page, name)
  const text = block.text
    .replaceAll('https://login.example.com', server.url)
    .replaceAll('https://api.example.com', server.url)
    .replaceAll("'app'", "'public'")
  return { server, ...(await runSample<Exports>({ ...block, text }, { ...globals }, { ...packages, ...more })) }
}

async function openSession() {
  const opened = await openSample<{ session: AuthSession }>('set-up')
  onTestFinished(() => opened.session.dispose())
  return opened
}

test('the set-up logs in and asks the API', async () => {
  const { session, server } = await openSession()
  await session.login(ada)
  expect((await session.fetch(server.resource)).status).toBe(200)
})

describe('the login by a code', () => {
  async function openLogin() {
    const { session, server } = await openSession()
    const location = { search: '', assign: vi.fn<(url: string) => void>() }
    const globals = { location, sessionStorage: memoryArea() }
    type Exports = { logIn(): Promise<void>; comeBack(): Promise<void> }
    const block = sampleOf(page, 'code')
    const text = block.text.replace('https://login.example.com', server.url).replace("'app'", "'public'")
    const known = { ...packages, './session': { session } }
    const { logIn, comeBack } = await runSample<Exports>({ ...block, text }, globals, known)
    await logIn()
    const back = await browse(location.assign.mock.calls[0]?.[0] as string, REDIRECT_URI)
    location.search = new URL(back).search
    return { session, server, location, comeBack }
  }

  test('leads to the server and back, with PKCE', async () => {
    const { session, server, comeBack } = await openLogin()
    await comeBack()
    expect(session.getSnapshot()).toMatchObject({
      status: 'authenticated',
      user: { sub: 'ada', name: 'ada of the test' },
    })
    server.refuseAccessTokens()
    expect((await session.fetch(server.resource)).status).toBe(200)
  })

  test('takes no code that belongs to no login of the tab, or that was used', async () => {
    const { session, location, comeBack } = await openLogin()
    const { search } = location
    location.search = '?code=stolen&state=x'
    await expect(comeBack()).rejects.toThrow('belongs to no login')
    location.search = search
    await expect(comeBack()).rejects.toThrow('belongs to no login')
    expect(session.getSnapshot().loggedIn).toBe(false)
  })
})

test('tokens of another library’s login are taken over', async () => {
  const { session, server } = await openSession()
  type Exports = { takeOver(response: entry.TokenResponse): Promise<void> }
  const { takeOver } = await runSample<Exports>(
    sampleOf(page, 'another library'),
    {},
    { ...packages, './session': { session } },
  )
  const body = new URLSearchParams({ client_id: 'public', grant_type: 'password', ...ada, scope: 'openid profile' })
  await takeOver(await (await fetch(`${server.url}/token`, { method: 'POST', body })).json())
  expect(session.getSnapshot()).toMatchObject({
    status: 'authenticated',
    user: { sub: 'ada', name: 'ada of the test' },
  })
})

test('the user is what the app makes of the claims', async () => {
  const { backend } = await openSample<{ backend: AuthBackend }>('user')
  const grant: Grant & { claims: object } = { accessToken: 'a', claims: { sub: 'ada' } }
  expect((await backend.describe?.(grant, () => Promise.reject()))?.user).toEqual({
    id: 'ada',
    name: 'nobody in particular',
  })
})

describe('what the page says of an answer is what the server answers:', () => {
  const open = { oidc: openOidcServer, opaque: openOpaqueServer }
  const { rows } = tableOf(page, 'What each answer means')
  const { final } = entry.oauth2({ issuer: 'https://login.example.com', clientId: 'app' })

  test.each<[keyof typeof open, string, Record<string, string>]>([
    ['oidc', '400 invalid_grant', {}],
    ['opaque', '400 invalid_grant', {}],
    ['oidc', '401 invalid_client', { client_id: 'nobody' }],
    ['opaque', '400 invalid_client', { client_id: 'nobody' }],
    ['oidc', '400 invalid_request', { client_id: 'no-refresh' }],
    ['oidc', '400 invalid_request', { refresh_token: '' }],
    ['opaque', '400 invalid_request', { refresh_token: '' }],
    ['oidc', '400 unsupported_grant_type', { grant_type: 'implied' }],
    ['oidc', '400 invalid_scope', { scope: 'openid email', real: 'yes' }],
  ])('%s, %s', async (kind, said, { real, ...given }) => {
    const server = await open[kind]()
    onTestFinished(() => server.close())
    const post = async (body: Record<string, string>) => {
      const init = { method: 'POST', body: new URLSearchParams({ client_id: 'public', ...body }) }
      const response = await fetch(`${server.url}/token`, init)
      return { status: response.status, ...(await response.json()) }
    }
    const { refresh_token } = await post({ grant_type: 'password', ...ada, scope: 'openid' })
    const spent = { grant_type: 'refresh_token', refresh_token: real ? refresh_token : 'unknown' }
    const { status, error } = await post({ ...spent, ...given })
    expect(`${status} ${error}`).toBe(said)
    const [found, ...others] = rows.filter(
      ([answer]) => answer?.includes(`\`${error}\``) && answer.includes(`${status}`),
    )
    expect(others).toEqual([])
    const isFinal = final.renewal.some((row) => row.status === status && row.codes?.includes(error))
    expect(found?.[2]?.startsWith(isFinal ? 'final' : 'misconfigured')).toBe(true)
  })
})

test('every sample of the page is run here, and fits its types', () => {
  const blocks = page.blocks.filter(({ language }) => language === 'ts')
  expect(blocks.map(({ sample }) => sample)).toEqual(['set-up', 'code', 'another library', 'user'])
  const from = (block: (typeof blocks)[number]) => ({
    ...block,
    text: block.text.replace("import { session } from './session'", SESSION),
  })
  expect(typeErrorsIn(blocks.map(from))).toEqual([])
})
