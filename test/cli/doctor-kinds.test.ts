import { expect, test } from 'vitest'
import { createLeapingTime, examined } from './doctor-scene'
import { openPrinted } from './printed-session'
import { askFor, openViews, status, token, type View } from './views'

const MINUTE = 60_000

/** One token, `JWT` as the scheme, and a successor for a token that has less than `window` ms to go. */
async function openSliding({ life = 40_000, window = 35_000, sameEnd = false } = {}) {
  const time = createLeapingTime()
  let made = 0
  const fresh = (to = time.now() + life) => token(time.now(), to, `n${made++}`)
  const url = await openViews({
    'POST /api-token-auth/': ({ body }, response) =>
      askFor(['username', 'password'], body, response) ?? { token: fresh() },
    'GET /api/me/': ({ bearer }, response) => {
      const [scheme, sent = ''] = bearer.split(' ')
      const claims = /^[\w-]+\.[\w-]+\.\w+$/.test(sent)
        ? JSON.parse(String(Buffer.from(sent.split('.')[1]!, 'base64url')))
        : {}
      if (scheme !== 'JWT' || !claims.exp) return status(response, 401, { 'WWW-Authenticate': 'JWT realm="api"' })
      if (claims.exp * 1_000 - time.now() < window)
        response.setHeader('Refresh-Token', fresh(sameEnd ? claims.exp * 1_000 : undefined))
      return {}
    },
  })
  return { url, ...(await examined([url], { time })) }
}

test('a server with one token and a successor in a header is found, with its scheme', async () => {
  const { report, seen } = await openSliding()
  expect([seen('login'), seen('lifetime.access'), seen('successor'), seen('rotation')]).toEqual([
    'it brings an access token, and no refresh token',
    '40 s',
    'in Refresh-Token, with 29 s to go',
    'there is no refresh token to see',
  ])
  expect(report.backend).toBe('slidingHeader')
  expect(report.session).toMatch(
    /header: 'Refresh-Token',\s+scheme: 'JWT',\s+window: 29_000,\s+keepAlive: '\/api\/me\/'/,
  )
})

test('the session that is printed for it asks with its scheme', async () => {
  const { url, report } = await openSliding()
  const session = await openPrinted(report)
  await session.login({ username: 'ada', password: 'lovelace' })
  expect((await session.fetch(`${url}/api/me/`)).status).toBe(200)
  expect((await fetch(`${url}/api/me/`)).status).toBe(401)
})

test('a successor that ends no later is told, and so is one that could not be seen', async () => {
  expect((await openSliding({ sameEnd: true })).seen('successor')).toBe('in Refresh-Token, with the same end as before')
  const { seen, verdict } = await openSliding({ life: 60 * MINUTE, window: 20 * MINUTE })
  expect([verdict('successor'), seen('successor')]).toEqual([
    'warn',
    'none in the first 1 % of its life, and there is no refresh token',
  ])
})

const metadata = (issuer: string, more: object = {}) => ({
  issuer,
  token_endpoint: `${issuer}/token`,
  revocation_endpoint: `${issuer}/revoke`,
  grant_types_supported: ['authorization_code', 'refresh_token'],
  ...more,
})

async function openOauth(place: string, more: object = {}, clientId: string | null = 'app') {
  let url = ''
  url = await openViews({
    [`GET /.well-known/${place}`]: () => metadata(url, more),
    'POST /token': ({ body }, response) => {
      status(response, 400)
      return { error: body['client_id'] === 'app' ? 'invalid_grant' : 'invalid_client' }
    },
  })
  const visit = await examined([
    url,
    '--origin',
    'https://app.example.com',
    ...(clientId ? ['--client-id', clientId] : []),
  ])
  return { url, ...visit }
}

test.each(['oauth-authorization-server', 'openid-configuration'])(
  'an OAuth server is found by its %s',
  async (place) => {
    const { url, report, not } = await openOauth(place)
    expect(report.findings.slice(2, 7).map(({ id, verdict, seen }) => [id, verdict, seen])).toEqual([
      ['oauth.metadata', 'pass', `tokens come from ${url}/token`],
      ['oauth.grants', 'pass', 'it gives authorization_code, refresh_token'],
      ['oauth.revocation', 'pass', `at ${url}/revoke`],
      ['refresh.view', 'pass', '400 invalid_grant'],
      ['login', 'skip', 'logins of an OAuth server go through its own pages'],
    ])
    expect(not('pass', 'skip').map(([id]) => id)).toEqual(['cors.origin', 'cors.expose'])
    expect(report.backend).toBe('oauth2')
    const discovery = place === 'openid-configuration' ? '' : "discovery: 'oauth2', "
    expect(report.session).toContain(`backend: oauth2({ issuer: '${url}', ${discovery}clientId: 'app' }),`)
  },
)

test('what an OAuth server lacks is told', async () => {
  const lacking = {
    issuer: 'https://id.example.com',
    revocation_endpoint: undefined,
    grant_types_supported: ['password'],
  }
  const { url, not } = await openOauth('openid-configuration', lacking, 'another')
  expect(not('pass', 'skip').slice(0, 4)).toEqual([
    ['oauth.metadata', `tokens come from ${url}/token, but it calls itself https://id.example.com`],
    ['oauth.grants', 'it gives password'],
    ['oauth.revocation', 'there is no revocation endpoint'],
    ['refresh.view', 'the client is unknown, or has to prove itself'],
  ])
  const { seen } = await openOauth('openid-configuration', { grant_types_supported: undefined }, null)
  expect([seen('oauth.grants'), seen('refresh.view')]).toEqual([
    'it does not say which grants it gives',
    'no client was named',
  ])
})

test.each<[string, View, string, string]>([
  ['takes no JSON', (_, response) => status(response, 415), 'login.view', 'POST /api/token/ takes no JSON'],
  [
    'wants a CSRF token',
    (_, response) => {
      status(response, 403)
      return { detail: 'CSRF Failed: CSRF cookie not set.' }
    },
    'login',
    '403, for want of a CSRF token',
  ],
  ['throttles', (_, response) => status(response, 429), 'login', '429, for it was asked too often'],
  [
    'gives nothing that is a token',
    ({ body }, response) => askFor(['username', 'password'], body, response) ?? { ok: true },
    'login',
    'it brings no token that can be told as one',
  ],
])('a login view that %s is told as such', async (_, login, id, told) => {
  const { seen, report } = await examined([await openViews({ 'POST /api/token/': login })])
  expect(seen(id)).toBe(told)
  expect(report.session).toBeNull()
})

test('tokens that tell no end are told, and no backend for JWTs is printed for them', async () => {
  const login: View = ({ body }, response) =>
    askFor(['username', 'password'], body, response) ?? { access_token: 'opaque', refresh_token: 'opaque too' }
  const { seen, report } = await examined([await openViews({ 'POST /api/token/': login })])
  expect([seen('login'), seen('lifetime.access')]).toEqual([
    'it brings an access token and a refresh token',
    'it does not say when it ends',
  ])
  expect([report.backend, report.session]).toEqual([null, null])
})

test('a path without its slash is led to the one with it, where that is its redirect', async () => {
  const url = await openViews({
    'POST /log/in': (_, response) => status(response, 301, { Location: '/log/in/' }),
    'POST /log/in/': ({ body }, response) => askFor(['username', 'password'], body, response) ?? {},
  })
  const { seen, verdict } = await examined([url, '--login', '/log/in'])
  expect([verdict('login.view'), seen('login.view')]).toEqual([
    'warn',
    'POST /log/in/ asks for username, password; /log/in leads there',
  ])
})

test.each([
  [[], 0],
  [['--yes'], 2],
])('with %j a token that all logins share is logged out %i times', async (words, times) => {
  const [access, refresh] = [token(Date.now(), Date.now() + 300_000), token(Date.now(), Date.now() + 86_400_000, 'r')]
  let logouts = 0
  const url = await openViews({
    'POST /api/token/': ({ body }, response) => askFor(['username', 'password'], body, response) ?? { access, refresh },
    'POST /api/token/refresh/': ({ body }, response) =>
      body['refresh'] === refresh ? { access } : status(response, 401),
    'POST /api/token/blacklist/': () => {
      logouts++
      return {}
    },
  })
  const { seen } = await examined([url, ...words], { time: createLeapingTime() })
  expect([logouts, seen('logout')?.includes('share one token')]).toEqual([times, times === 0])
})
