import { describe, expect, onTestFinished, test } from 'vitest'
import { createTokenServer } from '../backends/embedded'
import { codeOf, failure } from '../session/failure'
import { next, snapshotWhere } from '../session/moments'
import { ada, grace, openScene, openTimedScene } from '../session/scene'

type Headers = Readonly<Record<string, string>>

const get = (url: string) => (_: string | null, headers: Headers) => fetch(url, { headers })

describe('with a url', () => {
  test.each([(url: string) => url, (url: string) => new URL(url)])('a listed origin sees the token', async (form) => {
    const { session, server, url } = await openScene()
    await session.login(ada)
    await server.revokeAccess()
    const address = url('/api/me/')
    const response = await session.withToken(get(address), { url: form(address) })
    expect(response.status).toBe(200)
    expect(server.requests.filter(({ path }) => path === '/api/me/').map(({ bearer }) => bearer?.generation)).toEqual([
      1, 2,
    ])
  })

  test('another origin sees none, and its 401 is not acted on', async () => {
    const stranger = await createTokenServer()
    onTestFinished(() => stranger.close())
    const { session, refreshes } = await openScene()
    await session.login(ada)
    const given: unknown[] = []
    const url = `${stranger.url}/api/me/`
    const send = (token: string | null, headers: Headers) => {
      given.push([token, headers])
      return get(url)(token, headers)
    }
    const response = await session.withToken(send, { url })
    expect([response.status, given, stranger.requests.map(({ authorization }) => authorization)]).toEqual([
      401,
      [[null, {}]],
      [false],
    ])
    expect(refreshes()).toBe(0)
  })
})

describe('auth', () => {
  test('omit sends without a token, though the session has expired', async () => {
    const { session, server, url } = await openScene()
    await session.login(ada)
    await server.revokeFamilies()
    const me = url('/api/me/')
    expect(await codeOf(session.withToken(get(me), { url: me }))).toBe('session_expired')
    const response = await session.withToken(get(url('/api/public/')), { auth: 'omit' })
    expect(await response.json()).toMatchObject({ authorization: false })
  })

  test('required rejects where nobody is logged in, and sends nothing', async () => {
    const { session, server, url } = await openScene()
    const me = url('/api/me/')
    expect(await codeOf(session.withToken(get(me), { url: me, auth: 'required' }))).toBe('anonymous')
    expect(server.count({ path: '/api/me/' })).toBe(0)
  })

  test('anything else is named', async () => {
    const { session } = await openScene()
    const error = await failure(session.withToken(async () => ({ status: 200 }), { auth: 'always' as never }))
    expect(error).toEqual(new TypeError("session.withToken: auth must be 'auto', 'required' or 'omit', got a string"))
  })
})

describe('hold', () => {
  async function hold() {
    const scene = await openScene()
    const { session, server, url } = scene
    await session.login(ada)
    await server.revokeFamilies()
    const expired = next(session, 'expired')
    const address = url('/api/drafts/')
    const held = session.withToken(get(address), { url: address, hold: true })
    held.catch(() => {})
    await expired
    await snapshotWhere(session, (snapshot) => snapshot.held === 1)
    return { ...scene, held }
  }

  test('keeps the call until the same user is back', async () => {
    const { session, held } = await hold()
    await session.login(ada)
    expect(await held.then((response) => response.json())).toMatchObject({ user: 'ada' })
  })

  test('drops it for another user', async () => {
    const { session, server, held } = await hold()
    await session.login(grace)
    expect(await codeOf(held)).toBe('session_changed')
    expect(server.count({ path: '/api/drafts/' })).toBe(1)
  })
})

test('what can be sent once is not sent again', async () => {
  const { session, server, url } = await openScene()
  await session.login(ada)
  await server.revokeAccess()
  const me = url('/api/me/')
  expect(await codeOf(session.withToken(get(me), { once: true }))).toBe('not_replayable')
  expect(server.count({ path: '/api/me/' })).toBe(1)
})

test('the headers are those of the backend', async () => {
  const { session } = await openScene({ backend: { scheme: 'JWT' } })
  await session.login(ada)
  const token = await session.accessToken()
  const given = await session.withToken((accessToken, headers) => ({ status: 200, accessToken, headers }))
  expect(given).toEqual({ status: 200, accessToken: token, headers: { Authorization: `JWT ${token}` } })
})

describe('a Response is read as session.fetch reads it', () => {
  test('by what the backend calls unauthorized', async () => {
    const unauthorized = (response: Response) => response.status === 403
    const { session, server, url, refreshes } = await openScene({ backend: { unauthorized } })
    await session.login(ada)
    await server.revokeAccess()
    const address = url('/api/refuses-with-403/')
    expect((await session.withToken(get(address))).status).toBe(200)
    expect(refreshes()).toBe(1)
  })

  test('with the successor in its header', async () => {
    const successorHeader = 'Refresh-Token'
    const options = { server: { successorHeader }, backend: { successorHeader } }
    const { session, clock, url } = await openTimedScene(options)
    await session.login(ada)
    const before = await session.accessToken()
    clock.advance(6_000)
    await session.withToken(get(url('/api/me/')))
    expect(await session.accessToken()).not.toBe(before)
  })

  test('a last refusal ends a session that nothing can renew', async () => {
    const { session, server, url, openSession } = await openScene()
    await session.login(ada)
    const accessToken = await session.accessToken()
    const other = openSession()
    await other.setTokens({ accessToken })
    await server.revokeAccess()
    expect(await codeOf(other.withToken(get(url('/api/me/'))))).toBe('session_expired')
    expect(other.getSnapshot()).toMatchObject({ status: 'expired', endReason: 'access_token_refused' })
  })

  test('and not where a redirect led to another origin', async () => {
    const stranger = await createTokenServer()
    onTestFinished(() => stranger.close())
    const { session, server, url, refreshes } = await openScene()
    await session.login(ada)
    const location = `${stranger.url}/api/me/`
    server.faults.next({ path: '/api/moved/' }, { kind: 'status', status: 302, headers: { location } })
    expect((await session.withToken(get(url('/api/moved/')))).status).toBe(401)
    expect(refreshes()).toBe(0)
  })
})
