import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { ada, grace } from '../../session/scene'
import { isDjango } from '../open-server'
import { bothInCookies } from './both-in-cookies'
import { openScene, PATIENCE } from './scene'

describe.each([
  ['the access token in the body', {}],
  ['both tokens in cookies', bothInCookies],
  ...(isDjango
    ? []
    : [['both tokens in cookies, and a date', { ...bothInCookies, fields: { expiresIn: '' } }] as const]),
] as const)('with %s', (_, backend) => {
  test('a session begins, is renewed before its end, and ends', async () => {
    const { session, server, clock, url, counts, jar } = await openScene({ backend, server: { rotation: true } })
    await session.login(ada)
    expect(session.getSnapshot()).toMatchObject({
      status: 'authenticated',
      user: { username: 'ada' },
      expiresAt: clock.now() + 20_000,
    })
    expect((await session.fetch(url('/api/notes/'))).status).toBe(200)
    clock.advance(15_000)
    await expect.poll(() => session.getSnapshot().expiresAt, PATIENCE).toBe(clock.now() + 20_000)
    expect((await session.fetch(url('/api/notes/'))).status).toBe(200)
    await session.logout()
    expect(await server.families()).toMatchObject([{ alive: false }])
    expect([jar.get('refresh'), jar.get('access'), jar.get('signed_in')]).toEqual([null, null, null])
    expect(counts()).toEqual({ logins: 1, refreshes: 1, logouts: 1 })
  })

  test('a refused token leads to one renewal for a herd', async () => {
    const { session, server, url, counts } = await openScene({ backend, server: { rotation: true } })
    await session.login(ada)
    await server.revokeAccess()
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) => session.fetch(url(`/api/${index}/`), { method: 'POST', body: '{}' })),
    )
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    expect(counts()).toEqual({ logins: 1, refreshes: 1, logouts: 0 })
  })

  test('a refused refresh cookie ends the session', async () => {
    const { session, server, url } = await openScene({ backend })
    await session.login(ada)
    await server.revokeFamilies()
    await expect(session.fetch(url('/api/notes/'))).rejects.toMatchObject({ code: 'session_expired' })
    expect(session.getSnapshot()).toMatchObject({ status: 'expired', endReason: 'rejected' })
  })

  test('a login that is refused is told, and leaves things as they were', async () => {
    const { session } = await openScene({ backend })
    const wrong = { ...ada, password: 'wrong' }
    await expect(session.login(wrong)).rejects.toMatchObject({ code: 'login_rejected', status: 401 })
    expect(session.getSnapshot().status).toBe('anonymous')
  })
})

describe('who opens a page', () => {
  test('and was never here causes no call', async () => {
    const { session, server } = await openScene()
    expect(await session.start()).toBe('anonymous')
    expect(server.requests).toEqual([])
  })

  test('with nothing but a hint is restored by one renewal', async () => {
    const { session, openSession, counts, url } = await openScene()
    await session.login(ada)
    session.dispose()
    const next = openSession()
    expect(await next.start()).toBe('authenticated')
    expect((await next.fetch(url('/api/notes/'))).status).toBe(200)
    expect(counts()).toEqual({ logins: 1, refreshes: 1, logouts: 0 })
  })

  test('with a hint that lies is anonymous, and asks no second time', async () => {
    const { jar, session, openSession, counts } = await openScene()
    jar.document.cookie = 'signed_in=1; Path=/'
    expect(await session.start()).toBe('anonymous')
    session.dispose()
    expect(await openSession().start()).toBe('anonymous')
    expect(counts()).toEqual({ logins: 0, refreshes: 1, logouts: 0 })
  })

  test.each<[string, number, string, string | null]>([
    ['forgets the hint where a refusal that the app calls final says so', 403, 'no_session', null],
    ['keeps it where the server says something else', 401, 'busy', '1'],
  ])('%s: %i %s', async (_, status, code, hint) => {
    const final = [{ status: 403, codes: ['no_session'] }]
    const { jar, session, server } = await openScene({ backend: { final }, session: { restore: { timeout: 5_000 } } })
    jar.document.cookie = 'signed_in=1; Path=/'
    server.faults.always({ path: '/api/session/refresh/' }, { kind: 'status', status, body: { code } })
    session.start().catch(() => {})
    await expect.poll(() => server.count({ path: '/api/session/refresh/' }), PATIENCE).toBe(1)
    await expect.poll(() => session.getSnapshot().status !== 'restoring' || hint, PATIENCE).toBeTruthy()
    expect(jar.get('signed_in')).toBe(hint)
  })

  test('after a logout that never reached the server is not logged in again', async () => {
    const { session, server, openSession, jar } = await openScene()
    await session.login(ada)
    await server.network(false)
    await session.logout()
    session.dispose()
    await server.network(true)
    expect(jar.get('refresh')).not.toBe(null)
    expect(await openSession().start()).toBe('anonymous')
  })

  test('is shown the user that the profile view tells of', async () => {
    const backend = { fields: { user: 'no_user' }, paths: { profile: '/api/me/' } }
    const { session, openSession } = await openScene({ backend })
    await session.login(ada)
    expect(session.getSnapshot().user).toMatchObject({ username: 'ada' })
    session.dispose()
    const next = openSession()
    await next.start()
    expect(next.getSnapshot().user).toMatchObject({ username: 'ada' })
  })
})

describe('a renewal whose answer comes late', () => {
  async function openLate(backend = {}) {
    const scene = await openScene({ backend, server: { rotation: true } })
    const { session, server, base } = scene
    await session.login(ada)
    await server.revokeAccess()
    const gate = server.faults.next({ path: `${base}refresh/` }, { kind: 'gate', hold: 'answer' })
    const asked = session.fetch(scene.url('/api/notes/')).catch(({ code }) => code)
    await gate.arrived
    return { ...scene, gate, asked }
  }

  test('after a logout is logged out again, for it has set its cookie', async () => {
    const { session, gate, server, jar } = await openLate()
    await session.logout()
    expect(jar.get('refresh')).toBe(null)
    gate.release()
    await expect.poll(() => server.families(), PATIENCE).toMatchObject([{ alive: false, generations: 2 }])
    await expect.poll(() => jar.get('refresh'), PATIENCE).toBe(null)
  })

  test.each([
    ['the access token in the body', {}],
    ['both tokens in cookies', bothInCookies],
  ] as const)('never touches the login of another user, with %s', async (_, backend) => {
    const { session, gate, server, jar, url, counts } = await openLate(backend)
    await session.logout()
    const login = session.login(grace)
    // As long as it takes for a login to arrive, too.
    await session.fetch(url('/api/public/'))
    expect(counts().logins).toBe(1)
    gate.release()
    await login
    await expect.poll(() => counts().logouts, PATIENCE).toBeGreaterThanOrEqual(2)
    expect(await server.families()).toMatchObject([{ alive: false }, { username: 'grace', alive: true }])
    await server.revokeAccess()
    expect(await (await session.fetch(url('/api/me/'))).json()).toMatchObject({ username: 'grace' })
    expect(jar.get('refresh')).not.toBe(null)
  })
})

test('a logout whose answer is slow does not end the login that follows', async () => {
  const { session, server, base, jar, counts, url } = await openScene()
  await session.login(ada)
  const gate = server.faults.next({ path: `${base}logout/` }, { kind: 'gate', hold: 'answer' })
  const logout = session.logout()
  await gate.arrived
  const login = session.login(grace)
  await session.fetch(url('/api/public/'))
  expect(counts().logins).toBe(1)
  gate.release()
  await Promise.all([logout, login])
  expect(await server.families()).toMatchObject([{ alive: false }, { username: 'grace', alive: true }])
  expect(jar.get('refresh')).not.toBe(null)
})

test('a logout that is refused for the bearer is made once more with a fresh one', async () => {
  const { session, server, base, counts } = await openScene({ server: { rotation: true } })
  await session.login(ada)
  server.faults.next({ path: `${base}logout/` }, { kind: 'status', status: 401, body: {} })
  await session.logout()
  expect(await server.families()).toMatchObject([{ alive: false }])
  expect(counts()).toEqual({ logins: 1, refreshes: 1, logouts: 2 })
})

test('a profile view that fails keeps nobody from being restored', async () => {
  const backend = { fields: { user: 'no_user' }, paths: { profile: '/api/me/' } }
  const { session, openSession, server } = await openScene({ backend })
  await session.login(ada)
  session.dispose()
  server.faults.next({ path: '/api/me/' }, { kind: 'status', status: 500 })
  const next = openSession()
  expect(await next.start()).toBe('authenticated')
  expect(next.getSnapshot().user).toBe(null)
})

test('who keeps the session in memory, without a hint, is told that it ends with F5', async () => {
  const said = vi.spyOn(console, 'warn').mockImplementation(() => {})
  onTestFinished(() => said.mockRestore())
  await (await openScene()).session.start()
  expect(said.mock.calls).toEqual([])
  await (await openScene({ backend: { hintCookie: undefined } })).session.start()
  expect(said.mock.calls.flat().join()).toContain('ends with F5')
})
