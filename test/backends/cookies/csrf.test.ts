import { describe, expect, test } from 'vitest'
import { expectNoSecrets } from 'xstate-auth-session/testing'
import { failure } from '../../session/failure'
import { ada } from '../../session/scene'
import { bothInCookies } from './both-in-cookies'
import { openScene } from './scene'

/** As long as Django's own. */
const changed = 'changed'.padEnd(64, 'x')

type Init = NonNullable<Parameters<typeof fetch>[1]>

/** A session that is logged in, and how its requests have gone out. */
async function openLoggedIn(backend = {}) {
  const sent: Request[] = []
  const scene = await openScene({ backend: { ...bothInCookies, ...backend } })
  scene.jar.document.cookie = `csrftoken=${'first'.padEnd(64, 'x')}; Path=/`
  const session = scene.openSession({
    fetch: (input, init) => {
      const request = new Request(input, init)
      sent.push(request)
      return scene.jar.fetch(request)
    },
  })
  await session.login(ada)
  sent.length = 0
  const csrf = () => scene.jar.get('csrftoken')
  const tokens = () => sent.map(({ headers }) => headers.get('x-csrftoken'))
  return { ...scene, session, sent, csrf, tokens }
}

test('the login itself carries it, asked for where there is none', async () => {
  const { session, server, jar } = await openScene()
  await session.login(ada)
  await session.logout()
  expect(server.requests.map(({ method, path, status }) => `${method} ${path} ${status}`)).toEqual([
    'GET /api/session/csrf/ 200',
    'POST /api/session/login/ 200',
    'POST /api/session/logout/ 204',
  ])
  expect(jar.get('csrftoken')).not.toBe(null)
})

test('it is read when a request is sent, goes with unsafe methods alone, and is never sent elsewhere', async () => {
  const { session, url, sent, csrf, tokens } = await openLoggedIn()
  const before = csrf()
  await session.fetch(url('/api/notes/'))
  await session.fetch(url('/api/notes/'), { method: 'POST', body: '{}' })
  await session.login(ada)
  await session.fetch(new Request(url('/api/notes/'), { method: 'put', body: '{}', headers: { 'X-Request-Id': '7' } }))
  expect(csrf()).not.toBe(before)
  expect(tokens()).toEqual([null, before, before, csrf()])
  expect(sent.map(({ redirect }) => redirect)).toEqual(['follow', 'manual', 'manual', 'manual'])
  expect(sent.at(-1)?.headers.get('x-request-id')).toBe('7')
  await session.fetch('http://127.0.0.1:1/elsewhere/', { method: 'POST' }).catch(() => {})
  expect([sent.at(-1)?.url, sent.at(-1)?.credentials, tokens().at(-1)]).toEqual([
    'http://127.0.0.1:1/elsewhere/',
    'same-origin',
    null,
  ])
})

describe('what is refused for an outdated one', () => {
  test.each<[string, () => BodyInit]>([
    ['text', () => '{"a":1}'],
    ['a form', () => new URLSearchParams({ a: '1' })],
    ['bytes', () => new Uint8Array([1, 2, 3])],
    ['a blob', () => new Blob(['abc'])],
  ])('is sent once more with the new one: %s', async (_, body) => {
    const { session, server, url, jar, tokens } = await openLoggedIn()
    const old = jar.get('csrftoken')
    server.faults.next({ path: '/api/notes/' }, { kind: 'status', status: 403, body: { detail: 'CSRF Failed: no.' } })
    const asked = session.fetch(url('/api/notes/'), { method: 'POST', body: body() })
    jar.document.cookie = `csrftoken=${changed}; Path=/`
    expect((await asked).status).toBe(200)
    expect(tokens()).toEqual([old, changed])
  })

  test('a Request with a body too', async () => {
    const { session, server, url, jar, sent } = await openLoggedIn()
    server.faults.next({ path: '/api/notes/' }, { kind: 'status', status: 403, body: { detail: 'CSRF Failed: no.' } })
    const asked = session.fetch(new Request(url('/api/notes/'), { method: 'POST', body: 'abc' }))
    jar.document.cookie = `csrftoken=${changed}; Path=/`
    const answer = await (await asked).json()
    expect([answer.body.length, sent.length]).toEqual([3, 2])
  })

  test('but a stream has been read: its refusal is the caller’s', async () => {
    const { session, server, url, jar, sent } = await openLoggedIn()
    server.faults.next({ path: '/api/notes/' }, { kind: 'status', status: 403, body: { detail: 'CSRF Failed: no.' } })
    const body = new Blob(['abc']).stream()
    const asked = session.fetch(url('/api/notes/'), { method: 'POST', body, duplex: 'half' } as Init)
    jar.document.cookie = `csrftoken=${changed}; Path=/`
    expect([(await asked).status, sent.length]).toEqual([403, 1])
  })

  test('once: the second refusal is the caller’s, whole', async () => {
    const { session, server, url, jar, sent } = await openLoggedIn()
    const refusal = { detail: 'CSRF Failed: no.' }
    server.faults.always({ path: '/api/notes/' }, { kind: 'status', status: 403, body: refusal })
    const asked = session.fetch(url('/api/notes/'), { method: 'POST', body: '{}' })
    jar.document.cookie = `csrftoken=${changed}; Path=/`
    const answer = await asked
    expect([answer.status, await answer.json(), sent.length]).toEqual([403, refusal, 2])
  })

  test('and not at all where there is no other, or the 403 says something else', async () => {
    const { session, server, url, sent } = await openLoggedIn({ csrf: {} })
    for (const detail of ['CSRF Failed: no.', 'Not yours.']) {
      server.faults.next({ path: '/api/notes/' }, { kind: 'status', status: 403, body: { detail } })
      expect((await session.fetch(url('/api/notes/'), { method: 'POST' })).status).toBe(403)
    }
    expect(sent).toHaveLength(2)
  })
})

test('where no script can read the cookie, the view’s answer has it, and is asked again after a login, and when that is refused', async () => {
  const { session, server, url, jar } = await openScene({
    backend: { ...bothInCookies, cookies: { cookie: '' }, csrf: { path: '/api/session/csrf/' } },
  })
  await session.login(ada)
  expect((await session.fetch(url('/api/notes/'), { method: 'POST', body: '{}' })).status).toBe(200)
  jar.document.cookie = `csrftoken=${changed}; Path=/`
  expect((await session.fetch(url('/api/notes/'), { method: 'POST', body: '{}' })).status).toBe(200)
  expect(server.requests.map(({ method, path, status }) => `${method} ${path} ${status}`)).toEqual([
    'GET /api/session/csrf/ 200',
    'POST /api/cookie-session/login/ 200',
    'GET /api/session/csrf/ 200',
    'POST /api/notes/ 200',
    'POST /api/notes/ 403',
    'GET /api/session/csrf/ 200',
    'POST /api/notes/ 200',
  ])
})

test.each(['line%0Abreak-0123', '\u2192arrow-0123'])(
  'a token that no header can hold is told as such, without it: %s',
  async (token) => {
    const { session, url, jar, sent } = await openLoggedIn()
    jar.document.cookie = `csrftoken=${token}; Path=/`
    const errors = [
      await failure(session.fetch(url('/api/notes/'), { method: 'POST' })),
      await failure(session.login(ada)),
    ]
    expect(errors).toMatchObject(
      Array(2).fill({ code: 'unsupported', message: expect.stringContaining('csrf.cookie') }),
    )
    expectNoSecrets(errors, [token, decodeURIComponent(token)])
    expect(sent).toEqual([])
  },
)

test('with `csrf: null` no header is sent, and a refusal is the caller’s', async () => {
  const { session } = await openScene({ backend: { csrf: null } })
  await expect(session.login(ada)).rejects.toMatchObject({ code: 'login_rejected', status: 403 })
})
