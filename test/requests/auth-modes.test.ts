import { describe, expect, test } from 'vitest'
import { codeOf, failure } from '../session/failure'
import { statusOf } from '../session/moments'
import { ada, openScene } from '../session/scene'
import { standStill } from '../session/standstill'
import { createWire } from '../session/wire'

const authorizations = (scene: Awaited<ReturnType<typeof openScene>>, path: string) =>
  scene.server.requests.filter((request) => request.path === path).map(({ authorization }) => authorization)

const publicPath = '/api/public/'

describe('auto', () => {
  test('sends without a token where nobody is logged in', async () => {
    const scene = await openScene()
    const { session, url } = scene
    expect((await session.fetch(url(publicPath))).status).toBe(200)
    expect(authorizations(scene, publicPath)).toEqual([false])
    expect(session.getSnapshot().status).toBe('anonymous')
  })

  test('gives the 401 of an anonymous request to its caller', async () => {
    const { session, url, refreshes } = await openScene()
    expect((await session.fetch(url('/api/me/'))).status).toBe(401)
    expect(refreshes()).toBe(0)
  })

  test('sends without a token after a logout', async () => {
    const scene = await openScene()
    const { session, url } = scene
    await session.login(ada)
    await session.logout()
    expect((await session.fetch(url(publicPath))).status).toBe(200)
    expect(authorizations(scene, publicPath)).toEqual([false])
  })

  test('sends with the token of whoever is logged in', async () => {
    const { server, session, url } = await openScene()
    await session.login(ada)
    expect((await session.fetch(url(publicPath), { auth: 'auto' })).status).toBe(200)
    expect(server.requests.at(-1)).toMatchObject({ authorization: true, bearer: { username: 'ada', generation: 1 } })
  })
})

describe('required', () => {
  test('rejects with anonymous before a login, logged_out after a logout, session_expired after the end', async () => {
    const { server, session, url } = await openScene()
    const ask = () => codeOf(session.fetch(url(publicPath), { auth: 'required' }))
    expect(await ask()).toBe('anonymous')
    await session.login(ada)
    await session.logout()
    expect(await ask()).toBe('logged_out')
    await session.login(ada)
    await server.revokeFamilies()
    expect(await codeOf(session.fetch(url('/api/me/')))).toBe('session_expired')
    expect(await ask()).toBe('session_expired')
    expect(server.count({ path: publicPath })).toBe(0)
  })

  test('is served where somebody is logged in', async () => {
    const { session, url } = await openScene()
    await session.login(ada)
    expect((await session.fetch(url('/api/me/'), { auth: 'required' })).status).toBe(200)
  })
})

describe('omit', () => {
  test('sends without a token, without waiting, and keeps its 401', async () => {
    const scene = await openScene()
    const { session, url, refreshes } = scene
    await session.login(ada)
    const { release } = await standStill(scene)
    expect((await session.fetch(url('/api/me/'), { auth: 'omit' })).status).toBe(401)
    expect(authorizations(scene, '/api/me/')).toEqual([false])
    release()
    await statusOf(session, 'authenticated')
    expect(refreshes()).toBe(1)
  })

  test('does not begin a session', async () => {
    const { session, url } = await openScene()
    await session.fetch(url(publicPath), { auth: 'omit' })
    expect(session.getSnapshot().status).toBe('restoring')
  })

  test('hands on what it was given but for the options of this library', async () => {
    const wire = createWire()
    const { session, url } = await openScene({ session: { fetch: wire.fetch } })
    const address = new URL(url(publicPath))
    await session.fetch(address, { auth: 'omit', hold: true, method: 'POST', body: 'x', headers: { 'X-Own': 'kept' } })
    expect(wire.sent[0]!.input).toBe(address)
    expect(wire.sent[0]!.init).toEqual({ method: 'POST', body: 'x', headers: { 'X-Own': 'kept' } })
  })
})

test('an init that is a Request goes to an origin that is not listed as it is', async () => {
  const wire = createWire()
  const { session } = await openScene({ session: { fetch: wire.fetch, origins: ['https://api.example.com'] } })
  const init = new Request('data:text/plain,own', { headers: { 'X-Own': 'kept' } })
  await session.fetch('data:text/plain,other', init)
  expect(wire.sent[0]!.init).toBe(init)
})

test.each(['always', 1, true, {}])('auth: %j is refused as a TypeError that names it', async (auth) => {
  const { server, session, url } = await openScene()
  const error = await failure(session.fetch(url(publicPath), { auth: auth as 'auto' }))
  expect(error).toBeInstanceOf(TypeError)
  expect((error as Error).message).toContain('auth')
  expect(server.count()).toBe(0)
})

describe('an Authorization header of the caller’s own', () => {
  test.each<[string, HeadersInit]>([
    ['in an object', { authorization: 'Basic b3duOm93bg==' }],
    ['in an object, in capitals', { AUTHORIZATION: 'Basic b3duOm93bg==' }],
    ['in Headers', new Headers({ Authorization: 'Basic b3duOm93bg==' })],
    ['in pairs', [['Authorization', 'Basic b3duOm93bg==']]],
  ])('%s wins, and its 401 is not the session’s', async (_, headers) => {
    const wire = createWire()
    const { session, url, refreshes } = await openScene({ session: { fetch: wire.fetch } })
    await session.login(ada)
    expect((await session.fetch(url('/api/me/'), { headers })).status).toBe(401)
    expect(wire.sent.at(-1)!.authorization).toBe('Basic b3duOm93bg==')
    expect(refreshes()).toBe(0)
    expect(session.getSnapshot().status).toBe('authenticated')
  })

  test('in a Request wins as well', async () => {
    const { session, url, refreshes, server } = await openScene()
    await session.login(ada)
    const request = new Request(url('/api/me/'), { headers: { Authorization: 'Basic b3duOm93bg==' } })
    expect((await session.fetch(request)).status).toBe(401)
    expect(server.requests.at(-1)).toMatchObject({ authorization: true, bearer: null })
    expect(refreshes()).toBe(0)
  })
})

test.each<[string, (url: string) => [RequestInfo | URL, RequestInit?]]>([
  ['a string', (url) => [url]],
  ['a URL', (url) => [new URL(url)]],
  ['a Request', (url) => [new Request(url, { headers: { 'X-Request-Id': 'own' } })]],
  ['Headers', (url) => [url, { headers: new Headers({ 'X-Request-Id': 'own' }) }]],
  ['pairs', (url) => [url, { headers: [['X-Request-Id', 'own']] }]],
  ['an object', (url) => [url, { headers: { 'X-Request-Id': 'own' } }]],
])('the token is added to %s, beside its own headers', async (shape, create) => {
  const { server, session, url } = await openScene()
  await session.login(ada)
  expect((await session.fetch(...create(url('/api/me/')))).status).toBe(200)
  const { bearer, requestId } = server.requests.at(-1)!
  const bare = shape === 'a string' || shape === 'a URL'
  expect([bearer!.username, requestId]).toEqual(['ada', bare ? null : 'own'])
})
