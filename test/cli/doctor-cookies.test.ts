import { expect, test } from 'vitest'
import { examined } from './doctor-scene'
import { askFor, openViews, status, token } from './views'

const MINUTE = 60_000

interface CookieViews {
  /** Of the refresh cookie. */
  readonly attributes: string
  /** What else a login sets. */
  readonly more?: readonly string[]
  readonly renews?: boolean
  readonly logsOut?: boolean
}

/** A server that keeps the refresh token in a cookie, and asks nobody for a CSRF token; and how many logins it has left. */
async function openCookies({ attributes, more = [], renews = true, logsOut = true }: CookieViews, ...words: string[]) {
  const now = Date.now()
  const alive = new Set<string>()
  let made = 0
  const give = (response: Parameters<typeof status>[0], others: readonly string[] = []) => {
    const refresh = token(now, now + 86_400_000, `secret${made++}`)
    alive.add(refresh)
    response.setHeader('Set-Cookie', [`refresh_token=${refresh}; Path=/; ${attributes}`, ...others])
    return { access: token(now, now + 5 * MINUTE, `access${made}`) }
  }
  const spent = (cookie = '') => {
    const found = /refresh_token=([^;]+)/.exec(cookie)?.[1] ?? ''
    return alive.delete(found)
  }
  const url = await openViews({
    'POST /api/auth/login/': ({ body }, response) =>
      askFor(['email', 'password'], body, response) ?? give(response, more),
    ...(renews && {
      'POST /api/auth/refresh/': ({ request }, response) =>
        spent(request.headers.cookie) ? give(response) : status(response, 401),
    }),
    'POST /api/auth/logout/': ({ request }) => {
      if (logsOut) spent(request.headers.cookie)
      return {}
    },
  })
  return { ...(await examined([url, ...words])), alive: () => alive.size }
}

const safe = { attributes: 'HttpOnly; Secure; SameSite=Lax' }
const NO_TOKEN = 'as from another site, with the cookies and without a CSRF token: 200, and it'

test('a server that keeps the refresh token in a cookie is found, with the name of its field and what it sets besides', async () => {
  const more = ['csrftoken=abcdef0123', 'signed_in=1; Path=/; Max-Age=86400']
  const { report, seen, alive } = await openCookies({ attributes: `${safe.attributes}; Max-Age=86400`, more }, '--yes')
  expect(['login.view', 'login', 'lifetime.refresh', 'csrf', 'rotation', 'logout', 'reuse'].map(seen)).toEqual([
    'POST /api/auth/login/ asks for email, password',
    'it sets refresh_token, csrftoken, signed_in, and brings an access token',
    '1 d',
    'refresh_token: out of the reach of scripts, and SameSite=lax',
    'yes',
    '/api/auth/logout/ ends it',
    'it is refused at once: a lost answer ends the session',
  ])
  expect([report.backend, report.settings, alive()]).toEqual(['cookieSession', [], 0])
  for (const part of [
    "login: '/api/auth/login/', refresh: '/api/auth/refresh/', logout: '/api/auth/logout/'",
    'password: {} as { email: string; password: string },',
    "hintCookie: 'signed_in',",
  ])
    expect(report.session).toContain(part)
  expect(report.session).not.toContain('csrf')
})

test.each([
  ['SameSite=None', ['fail', 'renews'], ['fail', 'ends the login']],
  [
    'SameSite=Lax',
    ['warn', 'renews; what keeps a browser from it is SameSite=lax, on other sites alone'],
    ['warn', 'ends the login; what keeps a browser from it is SameSite=lax, on other sites alone'],
  ],
  [
    'Path=/',
    ['warn', 'renews; what keeps a browser from it is SameSite=Lax, its default, on other sites alone'],
    ['warn', 'ends the login; what keeps a browser from it is SameSite=Lax, its default, on other sites alone'],
  ],
])(
  'with %s a POST of another site that is taken is judged by who can have the cookie sent',
  async (sameSite, renewal, logout) => {
    const { verdict, seen, alive } = await openCookies({ attributes: `HttpOnly; Secure; ${sameSite}` })
    expect([verdict('csrf.refresh'), seen('csrf.refresh')]).toEqual([
      renewal[0],
      `/api/auth/refresh/, ${NO_TOKEN} ${renewal[1]}`,
    ])
    expect([verdict('csrf.logout'), seen('csrf.logout')]).toEqual([
      logout[0],
      `/api/auth/logout/, ${NO_TOKEN} ${logout[1]}`,
    ])
    expect([verdict('logout'), alive()]).toEqual(['pass', 0])
  },
)

test.each([
  ['HttpOnly; Secure; SameSite=None', ['fail', 'refresh_token: sent from any site, and no CSRF token is given']],
  ['HttpOnly', ['warn', 'refresh_token: sent by http: too']],
  ['Secure', ['fail', 'refresh_token: scripts can read the token and carry it away']],
])('a cookie with %s is judged by who can have it sent', async (attributes, told) => {
  const { verdict, seen } = await openCookies({ attributes })
  expect([verdict('csrf'), seen('csrf')]).toEqual(told)
})

test.each([
  [[], /^http:\/\/127\.0\.0\.1:\d+\/$/],
  [['--origin', 'https://app.example.com'], /^https:\/\/app\.example\.com\/$/],
])('with %j what it posts comes from pages, as servers want it by https:', async (words, page) => {
  const referers: (string | undefined)[] = []
  const url = await openViews({
    'POST /api/auth/login/': ({ body, request }, response) => {
      referers.push(request.headers.referer)
      return askFor(['username', 'password'], body, response) ?? {}
    },
  })
  await examined([url, ...words])
  expect(referers).toEqual([expect.stringMatching(page), expect.stringMatching(page)])
})

test('without credentials a server with cookies is not taken for one without', async () => {
  const url = await openViews({
    'POST /api/auth/login/': ({ body }, response) => askFor(['username', 'password'], body, response) ?? {},
    'POST /api/auth/refresh/': (_, response) => status(response, 401),
  })
  const { report, verdict } = await examined([url], { env: {} })
  expect([verdict('refresh.view'), report.backend, report.session]).toEqual(['pass', null, null])
})

test('a logout that only forgets the cookie is told', async () => {
  const { seen } = await openCookies({ ...safe, logsOut: false })
  expect([seen('csrf.logout'), seen('logout')]).toEqual([
    `/api/auth/logout/, ${NO_TOKEN} does nothing`,
    '/api/auth/logout/ answers 200, but the refresh token lives on',
  ])
})

test('a cookie that no view renews is logged out, and no backend is printed for it', async () => {
  const { report, seen, verdict, alive } = await openCookies({ ...safe, renews: false })
  expect([verdict('refresh.view'), seen('rotation')]).toEqual(['fail', 'no view that renews was found'])
  expect([report.backend, report.session, alive()]).toEqual([null, null, 0])
})

/** A server with one opaque token for each login, or for all, as REST framework's own. */
async function openTokens(isShared: boolean, ...words: string[]) {
  const alive = new Set<string>()
  const url = await openViews({
    'POST /api-token-auth/': ({ body }, response) => {
      const missing = askFor(['username', 'password'], body, response)
      if (missing) return missing
      const made = isShared ? 'opaque' : `opaque${alive.size}`
      alive.add(made)
      return { token: made }
    },
    'GET /api/me/': ({ bearer }, response) =>
      alive.has(bearer.replace('Token ', '')) ? {} : status(response, 401, { 'WWW-Authenticate': 'Token' }),
    'POST /api/logout/': ({ bearer }, response) =>
      alive.delete(bearer.replace('Token ', '')) ? {} : status(response, 401),
  })
  return { ...(await examined([url, ...words])), alive: () => [...alive] }
}

test('logins without a refresh token are logged out as well', async () => {
  const { seen, alive } = await openTokens(false)
  expect([seen('logout'), seen('logout.others'), alive()]).toEqual(['/api/logout/ ends it', 'yes', []])
})

test.each([
  [[], 'two logins share one token, so that a logout ends both', ['opaque']],
  [['--yes'], '/api/logout/ ends it', []],
])('with %j a token that all logins share is: %s', async (words, told, left) => {
  const { seen, alive } = await openTokens(true, ...words)
  expect([seen('logout'), alive()]).toEqual([told, left])
})
