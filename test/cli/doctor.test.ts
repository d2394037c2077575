import { expect, onTestFinished, test } from 'vitest'
import type { TokenServerOptions } from '../backends/embedded'
import { createTokenServer } from '../backends/embedded'
import { createLeapingTime, examined } from './doctor-scene'
import { openPrinted } from './printed-session'

const origin = ['--origin', 'https://app.example.com']
const fiveMinutes = { accessLifetime: 300 } satisfies TokenServerOptions

async function open(options: TokenServerOptions = {}) {
  const time = createLeapingTime()
  const server = await createTokenServer({ ...fiveMinutes, now: time.now, ...options })
  onTestFinished(() => server.close())
  return { server, visit: (...words: string[]) => examined([server.url, ...words], { time }) }
}

test('a server that rotates and forgives a second use for seconds needs nothing but a header', async () => {
  const { server, visit } = await open({ rotation: true, reuse: { graceMs: 10_000 } })
  const { report, exitCode } = await visit('--yes', ...origin)
  const { findings, ...rest } = report
  expect(findings.map(({ id, verdict, seen }) => [id, verdict, seen])).toEqual([
    ['reach', 'pass', 'it answers'],
    ['transport', 'pass', 'http:, but on this device alone'],
    ['login.view', 'pass', 'POST /api/token/ asks for username, password'],
    ['slash', 'pass', '/api/token leads to a redirect (301), which a session does not follow; /api/token/ is right'],
    ['login', 'pass', 'it brings an access token and a refresh token'],
    ['lifetime.access', 'pass', '5 min'],
    ['lifetime.refresh', 'pass', '1 d'],
    ['csrf', 'pass', 'no: a login sets no cookie that could'],
    ['refusal.missing', 'pass', '/api/me/ answers 401'],
    ['refusal.garbage', 'pass', '401'],
    ['resource', 'pass', '200'],
    ['successor', 'skip', 'none in the first 1 % of its life, though Refresh-Token is exposed'],
    ['refresh.view', 'pass', 'refuses a bad token with 401'],
    ['rotation', 'pass', 'yes'],
    ['logout', 'pass', '/api/token/blacklist/ ends it'],
    ['logout.access', 'pass', 'until its own end, 5 min at most'],
    ['logout.others', 'pass', 'yes'],
    ['reuse', 'pass', 'it is taken for 5 s to 11 s, and refused then, and the login ended with it'],
    ['cors.preflight', 'pass', 'content-type to /api/token/, authorization to /api/me/'],
    ['clock', 'pass', 'its clock and this device’s agree'],
    ['cors.origin', 'pass', 'yes'],
    ['cors.expose', 'warn', 'not Retry-After'],
    ['bounds', 'pass', '23 of 50 calls at most'],
  ])
  expect(rest).toEqual({
    format: 1,
    version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
    baseUrl: server.url,
    origin: 'https://app.example.com',
    backend: 'simpleJwt',
    ok: true,
    calls: 23,
    session: expect.stringContaining(`simpleJwt({ baseUrl: '${server.url}', rotation: 'always' })`),
    settings: [{ file: 'settings.py', lines: ['CORS_EXPOSE_HEADERS = ["Date", "Retry-After", "WWW-Authenticate"]'] }],
  })
  expect(exitCode).toBe(0)
})

const BLACKLIST = [
  'SIMPLE_JWT = {',
  '    "BLACKLIST_AFTER_ROTATION": True,',
  '}',
  'INSTALLED_APPS += ["rest_framework_simplejwt.token_blacklist"]  # unless it is there: Django takes no app twice',
]

test.each<[string, TokenServerOptions, (string | undefined)[], string, string[]]>([
  [
    'does not rotate',
    {},
    [
      'no: a login ends with its first refresh token, after 1 d, and a stolen one is good for as long',
      'without rotation there is no spent token',
    ],
    'never',
    ['SIMPLE_JWT = {', '    "ROTATE_REFRESH_TOKENS": True,', ...BLACKLIST.slice(1)],
  ],
  [
    'rotates, and keeps what was spent',
    { rotation: true, blacklist: false },
    ['yes', 'it is taken, still after 31 s: a stolen one is good until its own end'],
    'always',
    BLACKLIST,
  ],
  [
    'refuses what was spent',
    { rotation: true },
    ['yes', 'it is refused at once: a lost answer ends the session'],
    'always',
    [],
  ],
  [
    'takes a second use for theft',
    { rotation: true, reuse: 'revokes-family' },
    ['yes', 'it is refused at once, and the login ended with it: a lost answer ends the session'],
    'always',
    [],
  ],
])('a server that %s is told as such, with what to change', async (_, options, told, rotation, lines) => {
  const { visit } = await open(options)
  const { seen, report } = await visit('--yes')
  expect([seen('rotation'), seen('reuse')]).toEqual(told)
  expect(report.session).toContain(`rotation: '${rotation}'`)
  expect(report.settings.find(({ file }) => file === 'settings.py')?.lines ?? []).toEqual(lines)
})

test.each<[string, TokenServerOptions]>([
  ['rotates', { rotation: true }],
  ['does not rotate', {}],
  ['brings successors', { rotation: true, successorHeader: 'X-Next-Token', accessLifetime: 20 }],
])('the session that is printed for a server that %s works with it', async (_, options) => {
  const { server, visit } = await open(options)
  const { report } = await visit('--yes', ...origin)
  const session = await openPrinted(report)
  await session.login({ username: 'ada', password: 'lovelace' })
  server.revokeAccess()
  expect((await session.fetch(`${server.url}/api/me/`)).status).toBe(200)
  expect(server.families().at(-1)).toMatchObject({ alive: true })
  await session.logout()
  expect(server.families().at(-1)).toMatchObject({ alive: false })
})

test('a successor that answers bring is found, waited for where that is near, and printed', async () => {
  const { visit } = await open({ rotation: true, successorHeader: 'X-Next-Token', accessLifetime: 20 })
  const { seen, report } = await visit(...origin)
  expect(seen('successor')).toBe('in X-Next-Token, with 14 s to go')
  expect(report.session).toContain("successorHeader: 'X-Next-Token'")
})

test('it leaves no login behind', async () => {
  for (const options of [{}, { rotation: true }, { rotation: true, reuse: { graceMs: 60_000 } }]) {
    const { server, visit } = await open(options)
    await visit('--yes')
    expect(server.families().map(({ alive }) => alive)).toEqual([false, false])
  }
})

test('a clock that is wrong, and machines that disagree about the time, are told apart', async () => {
  const late = await open({ now: () => Date.now() + 600_000 })
  expect((await late.visit()).seen('clock')).toMatch(/^the server's clock is (599|600|601) s ahead of this device's$/)
  let calls = 0
  const torn = await open({ now: () => Date.now() + (calls++ % 2 ? 30_000 : 0) })
  expect((await torn.visit()).seen('clock')).toMatch(/^its answers disagree by \d+ s about the time$/)
})

test('a page of another origin is told that it may read nothing, and what to set', async () => {
  const { visit } = await open({ cors: ['https://other.example.com'] })
  const { not, report, exitCode } = await visit(...origin)
  expect(not('pass', 'skip').slice(-3)).toEqual([
    ['cors.preflight', 'not content-type to /api/token/ (200), authorization to /api/me/ (200)'],
    ['cors.origin', 'no: Access-Control-Allow-Origin is missing'],
    ['cors.expose', 'not Date, Retry-After'],
  ])
  expect(exitCode).toBe(1)
  expect(report.settings[0]!.lines.slice(-4)).toEqual([
    'INSTALLED_APPS += ["corsheaders"]  # unless it is there: Django takes no app twice',
    'MIDDLEWARE = ["corsheaders.middleware.CorsMiddleware", *MIDDLEWARE]  # first: refusals need its headers, too',
    'CORS_ALLOWED_ORIGINS = ["https://app.example.com"]',
    'CORS_EXPOSE_HEADERS = ["Date", "Retry-After", "WWW-Authenticate"]',
  ])
})

test('resources that refuse by 403 are printed into the session', async () => {
  const { server, visit } = await open({ rotation: true })
  const { seen, report } = await visit('--resource', '/api/refuses-with-403/')
  expect([seen('refusal.missing'), seen('refusal.garbage')]).toEqual([
    '/api/refuses-with-403/ answers 401',
    '403, which good tokens get as well',
  ])
  expect(report.session).toContain("return status === 403 && Object(await readBody()).code === 'token_not_valid'")
  expect(server.count({ path: '/api/refuses-with-403/' })).toBe(4)
})

test('a logout view elsewhere is found, one that does nothing is told, and so is none', async () => {
  const path = '/api/token/blacklist/'
  const elsewhere = await open({ rotation: true })
  elsewhere.server.faults.always({ path }, { kind: 'status', status: 404, body: {} })
  const found = await elsewhere.visit()
  expect(found.seen('logout')).toBe('/api/logout/ ends it')
  expect(found.report.session).toContain("paths: { logout: '/api/logout/' }")

  const idle = await open({ rotation: true })
  idle.server.faults.always({ path }, { kind: 'status', status: 200, body: {} })
  expect((await idle.visit()).seen('logout')).toBe(`${path} answers 200, but the refresh token lives on`)

  const none = await open({ rotation: true })
  none.server.faults.always({ path: /^\/api\/(.*\/)?(blacklist|logout)\/$/ }, { kind: 'status', status: 404, body: {} })
  const { seen, report } = await none.visit()
  expect(seen('logout')).toBe(`there is none at ${path} (404)`)
  expect(report.session).toContain('paths: { logout: null }')
  expect(report.settings.map(({ file }) => file)).toEqual(['settings.py', 'urls.py', 'shell'])
})

test('a logout that ends other logins is told', async () => {
  const { server, visit } = await open({ rotation: true })
  server.faults.always(
    ({ path }) => {
      if (path === '/api/token/blacklist/') server.revokeFamilies()
      return false
    },
    { kind: 'drop' },
  )
  const { seen } = await visit('--yes')
  expect(seen('logout.others')).toBe('no: another login of the same user has ended')
})

test('without credentials it measures what needs none', async () => {
  const { server } = await open({ rotation: true })
  const { not, report } = await examined([server.url, ...origin], { env: {} })
  expect(not('pass')).toEqual([
    ['login', 'no credentials'],
    ['cors.expose', 'not Retry-After'],
  ])
  expect(report.backend).toBe('simpleJwt')
  expect(server.families()).toEqual([])
})

test('credentials that are refused end the visit of what needs them, and the rest is measured', async () => {
  const { server } = await open()
  const env = { DOCTOR_USERNAME: 'ada', DOCTOR_PASSWORD: 'wrong' }
  const { not, exitCode } = await examined([server.url], { env })
  expect(not('pass', 'skip')).toEqual([['login', '401: the test credentials were refused']])
  expect(exitCode).toBe(1)
})
