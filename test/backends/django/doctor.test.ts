import { spawnSync } from 'node:child_process'
import { expect, onTestFinished, test } from 'vitest'
import { djangoSettings } from '../../../src/doctor/django-settings'
import { type FindingId, fail, QUESTIONS } from '../../../src/doctor/finding'
import { unknownServer } from '../../../src/doctor/server'
import { createLeapingTime, examined } from '../../cli/doctor-scene'
import { openPrinted } from '../../cli/printed-session'
import type { TokenServerOptions } from '../embedded'
import { isDjango, openServer } from '../open-server'

/** Sites are started, on a machine that may be busy; ms. */
const PATIENCE = 240_000

/** The doctor at a real Django, in each way in which simplejwt may be set up. */

const { DJANGO_ROTATION, DJANGO_BLACKLIST } = process.env
const mode = `rotation ${DJANGO_ROTATION ?? 'off'}, blacklist ${DJANGO_BLACKLIST ?? 'off'}`

async function visit(words: readonly string[] = [], options: TokenServerOptions = {}) {
  const time = createLeapingTime()
  const server = await openServer({ accessLifetime: 300, now: time.now, ...options })
  onTestFinished(() => server.close())
  const visited = await examined([server.url, '--origin', 'https://app.example.com', ...words], { time })
  return { server, ...visited }
}

const RENEWALS: Readonly<Record<string, readonly [rotation: string, reuse: string]>> = {
  'rotation off, blacklist off': [
    'no: a login ends with its first refresh token, after 1 d, and a stolen one is good for as long',
    'without rotation there is no spent token',
  ],
  'rotation on, blacklist off': ['yes', 'it is taken, still after 31 s: a stolen one is good until its own end'],
  'rotation on, blacklist on': ['yes', 'it is refused at once: a lost answer ends the session'],
}

test(
  `a real Django is told as it is set up: ${mode}`,
  async () => {
    expect(isDjango).toBe(true)
    const { report, seen, not, exitCode } = await visit(['--yes'])
    expect([seen('rotation'), seen('reuse')]).toEqual(RENEWALS[mode])
    const others = not('pass').filter(([id]) => id !== 'rotation' && id !== 'reuse')
    expect(others).toEqual([['cors.expose', 'not Retry-After']])
    expect(report.findings.find(({ id }) => id === 'login.view')?.seen).toBe(
      'POST /api/token/ asks for username, password',
    )
    expect([report.backend, report.ok, exitCode]).toEqual(['simpleJwt', true, 0])
    expect(report.session).toContain(`rotation: '${DJANGO_ROTATION === 'on' ? 'always' : 'never'}'`)
  },
  PATIENCE,
)

test(
  `the session that is printed works with that Django: ${mode}`,
  async () => {
    const { server, report } = await visit(['--yes'])
    const session = await openPrinted(report)
    await session.login({ username: 'ada', password: 'lovelace' })
    await server.revokeAccess()
    expect((await session.fetch(`${server.url}/api/me/`)).status).toBe(200)
    await session.logout()
    expect((await server.families()).at(-1)?.revoked).toBe(
      DJANGO_ROTATION === 'on' && DJANGO_BLACKLIST === 'off' ? null : 'signed-out',
    )
  },
  PATIENCE,
)

test(
  'it leaves no login behind at a real Django, unless what was spent lives on',
  async () => {
    const { server } = await visit()
    const alive = (await server.families()).map((family) => family.alive)
    expect(alive).toEqual(DJANGO_ROTATION === 'on' && DJANGO_BLACKLIST === 'off' ? [true, false] : [false, false])
  },
  PATIENCE,
)

test(
  'the successor that a real Django brings late is found, and that no page may read it',
  async () => {
    const { seen, report, exitCode } = await visit([], { accessLifetime: 20, successorHeader: 'Refresh-Token' })
    expect([seen('successor'), seen('cors.expose')]).toEqual([
      'in Refresh-Token, with 14 s to go',
      'not Refresh-Token, Retry-After',
    ])
    expect(report.session).toContain("successorHeader: 'Refresh-Token'")
    expect(report.settings.at(-1)?.lines.at(-1) ?? '').toMatch(/^CORS_EXPOSE_HEADERS = .*"Refresh-Token"|migrate$/)
    expect(exitCode).toBe(1)
  },
  PATIENCE,
)

test('every line that it would have in a Django project is valid Python', () => {
  const seen: Readonly<Record<string, string>> = {
    clock: 'its answers disagree',
    reuse: 'it is taken',
    logout: 'lives on',
  }
  const findings = Object.keys(QUESTIONS).map((id) => {
    const cure = id === 'cors.expose' ? 'name in Access-Control-Expose-Headers: X-Next-Token, Date' : 'x'
    return fail(id as FindingId, seen[id] ?? 'x', cure)
  })
  const target = { baseUrl: 'https://api.example.com', paths: {}, origin: null, clientId: null }
  const known = unknownServer(target)
  const server = { ...known, paths: { ...known.paths, logout: null } }
  const settings = djangoSettings(findings, server, 'https://app.example.com')
  expect(settings.map(({ file }) => file)).toEqual(['settings.py', 'urls.py', 'shell'])
  for (const { file, lines } of settings.filter((each) => each.file !== 'shell')) {
    const parse = ['-c', 'import ast, sys; ast.parse(sys.stdin.read())']
    const { status, stderr } = spawnSync('/usr/bin/python3', parse, { input: lines.join('\n') })
    expect([file, status, String(stderr)]).toEqual([file, 0, ''])
  }
})
