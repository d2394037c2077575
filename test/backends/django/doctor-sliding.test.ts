import { expect, onTestFinished, test, vi } from 'vitest'
import { createLeapingTime, examined } from '../../cli/doctor-scene'
import { expectNoTypeErrors, openPrinted } from '../../cli/printed-session'
import type { SlidingSettings } from './site'
import { takeSite } from './sites'

/** Sites are started, on a machine that may be busy; ms. */
const PATIENCE = 240_000

const users = [{ id: 1, username: 'ada', password: 'lovelace', name: 'Ada Lovelace' }]
const baseUrl = 'http://localhost'

/** A real Django with one token, seen by the doctor; its time leaps with the doctor's. */
async function visit(lifetime: number, sliding: SlidingSettings, successorHeader: string | null = 'Refresh-Token') {
  const time = createLeapingTime()
  const simple = { rotation: false, blacklist: false, refreshLifetime: 86_400, origins: null, crossSite: false }
  const { site, giveBack } = await takeSite({
    ...simple,
    accessLifetime: lifetime,
    successorHeader,
    timed: true,
    sliding,
  })
  onTestFinished(giveBack)
  site.setTime(time.now())
  await site.order('begin', { users })
  const paths: string[] = []
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const asked = new Request(input, init)
    const { pathname, search } = new URL(asked.url)
    paths.push(`${asked.method} ${pathname}`)
    site.setTime(time.now())
    const body = Buffer.from(await asked.arrayBuffer())
    const headers = Object.fromEntries(asked.headers)
    const answer = await site.send({ method: asked.method, path: pathname + search, headers, body })
    const date = new Date(time.now()).toUTCString()
    const given = new Headers()
    for (const [name, value] of Object.entries(answer.headers)) given.set(name, String(value))
    given.set('date', date)
    return new Response(answer.body || null, { status: answer.status, headers: given })
  }
  const visited = await examined([baseUrl, '--login', '/api-token-auth/', '--yes'], { time, fetch })
  return { ...visited, fetch, paths }
}

test(
  'one token of a real Django is measured: its scheme, its successor, the view that renews it, and that nothing ends it',
  async () => {
    const { report, seen, not } = await visit(20, { scheme: 'JWT' })
    expect(report.backend).toBe('slidingHeader')
    expect(['login', 'successor', 'refresh.view', 'rotation', 'reuse', 'resource'].map(seen)).toEqual([
      'it brings an access token, and no refresh token',
      'in Refresh-Token, with 14 s to go',
      'refuses a bad token with 400',
      '/api-token-refresh/ gives another token for one that lives',
      'there is no refresh token to see',
      '200',
    ])
    expect(not('pass', 'skip')).toEqual([
      ['lifetime.access', '20 s'],
      [
        'logout',
        'none that takes the token: /api/logout/ answers 400; a token that was logged out lives on, 20 s at most',
      ],
    ])
    for (const line of ["scheme: 'JWT',", 'window: 14_000,', "refreshPath: '/api-token-refresh/',"])
      expect(report.session).toContain(line)
    expectNoTypeErrors(report)
  },
  PATIENCE,
)

test(
  'successors that encode the old claims again are told, and so is a window that is narrower',
  async () => {
    const again = await visit(20, { reencodes: true })
    expect([again.verdict('successor'), again.seen('successor')]).toEqual([
      'warn',
      'in Refresh-Token, with the same end as before',
    ])
    const late = await visit(20, { window: 8 })
    expect(late.seen('successor')).toBe('in Refresh-Token, with 5 s to go')
    expect(late.report.session).toContain('window: 5_000,')
  },
  PATIENCE,
)

test(
  'the session that is printed renews the token with that server, by its view',
  async () => {
    const { report, seen, fetch, paths } = await visit(3_600, {}, null)
    expect(seen('successor')).toBe('no, and with /api-token-refresh/ none is needed')
    const session = await openPrinted(report, { fetch })
    await session.login({ username: 'ada', password: 'lovelace' })
    vi.useFakeTimers({ toFake: ['Date'] })
    onTestFinished(() => void vi.useRealTimers())
    // A demand for longer than is left is met past the half of a life.
    vi.setSystemTime(Date.now() + 3_000_000)
    paths.length = 0
    await session.accessToken({ minValidFor: 1_200_000 })
    expect(paths).toEqual(['POST /api-token-refresh/'])
    expect((await session.fetch(`${baseUrl}/api/me/`)).status).toBe(200)
  },
  PATIENCE,
)
