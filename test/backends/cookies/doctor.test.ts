import { expect, onTestFinished, test } from 'vitest'
import { createLeapingTime, examined } from '../../cli/doctor-scene'
import { expectNoTypeErrors, openPrinted } from '../../cli/printed-session'
import { isDjango } from '../open-server'
import { createCookieJar } from './cookie-jar'
import { type OpenCookieServerOptions, openCookieServer } from './open-cookie-server'

/** Sites are started, on a machine that may be busy; ms. */
const PATIENCE = 240_000

const { DJANGO_ROTATION, DJANGO_BLACKLIST } = process.env
const mode = isDjango ? `rotation ${DJANGO_ROTATION ?? 'off'}, blacklist ${DJANGO_BLACKLIST ?? 'off'}` : 'embedded'
const rotates = !isDjango || DJANGO_ROTATION === 'on'
const keepsSpent = isDjango && rotates && DJANGO_BLACKLIST !== 'on'

const origin = 'https://app.example.com'

async function visit(base: string, words: readonly string[] = ['--yes'], options: OpenCookieServerOptions = {}) {
  const time = createLeapingTime()
  const own = isDjango ? {} : { rotation: true }
  const server = await openCookieServer({ accessLifetime: 300, now: time.now, ...own, ...options })
  onTestFinished(() => server.close())
  const visited = await examined([server.url, '--login', `${base}login/`, ...words], { time })
  return { server, time, ...visited }
}

const BASES = [
  ['the refresh token', '/api/session/', 'it sets csrftoken, signed_in, refresh, and brings an access token'],
  ['both tokens', '/api/cookie-session/', 'it sets csrftoken, signed_in, refresh, access'],
] as const

/** In the order in which they were set. */
const COOKIES = {
  'the refresh token': /^refresh: sent by http: too$/,
  'both tokens': /^(refresh, access|access, refresh): sent by http: too$/,
}

const forged = (path: string) =>
  `${path}, as from another site, with the cookies and without a CSRF token: refused by 403`

test.each(BASES)(
  `a server that keeps %s in cookies is measured in full: ${mode}`,
  async (what, base, login) => {
    const { report, seen, not } = await visit(base)
    expect(report.backend).toBe('cookieSession')
    expect([seen('login.view'), new Set(seen('login')?.split(/, | and /))]).toEqual([
      `POST ${base}login/ asks for username, password`,
      new Set(login.split(/, | and /)),
    ])
    const ids = ['resource', 'refresh.view', 'csrf.refresh', 'csrf.logout', 'logout', 'logout.others']
    expect(ids.map(seen)).toEqual([
      '200',
      'refuses a bad token with 401',
      forged(`${base}refresh/`),
      forged(`${base}logout/`),
      `${base}logout/ ends it`,
      'yes',
    ])
    expect(seen('lifetime.access')).toMatch(/^(5 min|29\d s)$/)
    const rotation: Readonly<Record<string, [string, string]>> = {
      embedded: ['yes', 'it is refused at once: a lost answer ends the session'],
      'rotation off, blacklist off': [
        'no: a login ends with its first refresh token, after 1 d, and a stolen one is good for as long',
        'without rotation there is no spent token',
      ],
      'rotation on, blacklist off': ['yes', 'it is taken, still after 31 s: a stolen one is good until its own end'],
      'rotation on, blacklist on': ['yes', 'it is refused at once: a lost answer ends the session'],
    }
    expect([seen('rotation'), seen('reuse')]).toEqual(rotation[mode])
    const others = not('pass', 'skip').filter(([id]) => id !== 'rotation' && id !== 'reuse')
    expect(others).toEqual([['csrf', expect.stringMatching(COOKIES[what])]])
    expect(report.calls).toBeLessThan(40)
  },
  PATIENCE,
)

test.each(BASES)(
  `the session that is printed for a server that keeps %s in cookies works with it: ${mode}`,
  async (_, base) => {
    const { server, report } = await visit(base)
    const jar = createCookieJar(fetch)
    const session = await openPrinted(report, { fetch: jar.fetch, document: jar.document })
    await session.login({ username: 'ada', password: 'lovelace' })
    expect(session.getSnapshot()).toMatchObject({ status: 'authenticated', user: { username: 'ada' } })
    await server.revokeAccess()
    const renewals = () => server.count({ path: `${base}refresh/`, status: 200 })
    const before = renewals()
    expect((await session.fetch(`${server.url}/api/me/`)).status).toBe(200)
    expect(renewals()).toBe(before + 1)
    await session.logout()
    expect([jar.get('refresh'), jar.get('signed_in')]).toEqual([null, null])
    expect((await server.families()).at(-1)?.alive).toBe(keepsSpent)
  },
  PATIENCE,
)

test(
  'what is printed has no type error',
  async () => {
    const [first, second] = [await visit('/api/session/'), await visit('/api/cookie-session/')]
    expectNoTypeErrors(first.report, second.report)
    expect(first.report.session).toContain("csrf: { path: '/api/session/csrf/' }")
    expect(second.report.session).toContain("access: 'cookie',")
    for (const { report } of [first, second]) expect(report.session).toContain("hintCookie: 'signed_in',")
  },
  PATIENCE,
)

test(
  'no login is left behind, unless what was spent lives on',
  async () => {
    for (const words of [[], ['--yes']]) {
      const { server } = await visit('/api/session/', words)
      const alive = (await server.families()).map((family) => family.alive)
      expect(alive).toEqual([keepsSpent, false])
    }
  },
  PATIENCE,
)

test(
  'what pages of another origin may not send is told',
  async () => {
    const words = ['--yes', '--origin', origin]
    const { seen } = await visit('/api/session/', words, { origins: [origin], crossSite: true })
    expect([seen('csrf'), seen('cors.origin'), seen('cors.preflight')]).toEqual([
      'refresh: out of the reach of scripts, and SameSite=none',
      'yes',
      'content-type,x-csrftoken to /api/session/login/, authorization to /api/me/',
    ])
    expect(seen('csrf.refresh')).toBe(forged('/api/session/refresh/'))
    const closed = await visit('/api/session/', words, { origins: ['https://other.example.com'] })
    expect([closed.verdict('cors.origin'), closed.verdict('cors.preflight')]).toEqual(['fail', 'fail'])
  },
  PATIENCE,
)
