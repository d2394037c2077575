import { expect, onTestFinished, test } from 'vitest'
import { createTokenServer } from '../backends/embedded'
import { statusOf } from '../session/moments'
import { ada, openScene, openTimedScene } from '../session/scene'
import { unsignedToken } from '../session/unsigned-token'
import { createWire } from '../session/wire'

async function openStranger() {
  const stranger = await createTokenServer()
  onTestFinished(() => stranger.close())
  return stranger
}

test('a request to another origin goes out untouched, and its 401 is not acted on', async () => {
  const stranger = await openStranger()
  const wire = createWire()
  const { session, refreshes } = await openScene({ session: { fetch: wire.fetch } })
  await session.login(ada)
  const init = { headers: { 'X-Own': 'kept' }, method: 'POST', body: 'x' }
  const address = `${stranger.url}/api/me/`
  expect((await session.fetch(address, init)).status).toBe(401)
  expect(wire.sent.at(-1)!.input).toBe(address)
  expect(wire.sent.at(-1)!.init).toEqual({ headers: { 'X-Own': 'kept' }, method: 'POST', body: 'x' })
  expect(stranger.requests.map(({ authorization }) => authorization)).toEqual([false])
  expect(refreshes()).toBe(0)
})

test('an origin that is named sees the token, and then the backend’s own does not', async () => {
  const stranger = await openStranger()
  const wire = createWire()
  const { session, openSession, url } = await openScene({ session: { fetch: wire.fetch } })
  const other = openSession({ origins: [stranger.url] })
  await Promise.all([session.login(ada), other.login(ada)])
  await other.fetch(`${stranger.url}/api/public/`)
  await other.fetch(url('/api/public/'))
  const [named, own] = wire.sent.slice(-2)
  expect(named!.authorization).toMatch(/^Bearer /)
  expect(own!.authorization).toBeNull()
})

test('another origin’s answer after a redirect is not acted on', async () => {
  const stranger = await openStranger()
  const { server, session, url, refreshes } = await openScene()
  await session.login(ada)
  const location = `${stranger.url}/api/me/`
  server.faults.next({ path: '/api/moved/' }, { kind: 'status', status: 302, headers: { location } })
  const response = await session.fetch(url('/api/moved/'))
  expect([response.status, response.redirected]).toEqual([401, true])
  expect(stranger.requests.map(({ authorization }) => authorization)).toEqual([false])
  expect(refreshes()).toBe(0)
})

test('another origin’s good answer after a redirect proves nothing about the token', async () => {
  const stranger = await openStranger()
  const { server, session, url, refreshes, clock } = await openTimedScene()
  await session.login(ada)
  clock.advance(10_000)
  await statusOf(session, 'authenticated')
  const redirect = { kind: 'status', status: 302, headers: { location: `${stranger.url}/api/public/` } } as const
  server.faults.always({ path: '/api/moved/' }, redirect)
  expect((await session.fetch(url('/api/moved/'))).status).toBe(200)
  expect((await session.fetch(new URL(url('/api/moved/')))).status).toBe(200)
  await server.revokeAccess()
  expect((await session.fetch(url('/api/me/'))).status).toBe(401)
  expect(refreshes()).toBe(1)
})

const answering = () => createWire(async () => new Response('{}'))
const token = () => unsignedToken({ sub: 'ada', exp: Math.floor(Date.now() / 1_000) + 600 })

async function authorizationAt(address: string, baseUrl: string, origins?: readonly string[]) {
  const wire = answering()
  const { openSession, backend } = await openScene()
  const session = openSession({ backend: { ...backend, baseUrl }, fetch: wire.fetch, ...(origins && { origins }) })
  await session.setTokens({ accessToken: token() })
  await session.fetch(address)
  return wire.sent.map(({ authorization }) => authorization !== null)
}

const api = 'https://api.example.com'

test.each([
  [`${api}/me`],
  [api],
  [`${api}?page=1`],
  [`${api}:443/me`],
  ['HTTPS://API.EXAMPLE.COM/me'],
  ['https:\\\\api.example.com\\me'],
])('%s is at https://api.example.com and sees its token', async (address) => {
  expect(await authorizationAt(address, api)).toEqual([true])
})

test.each([
  ['https://api.example.com.evil.test/me'],
  ['https://evil.test/https://api.example.com/'],
  ['https://api.example.com:444/me'],
  ['http://api.example.com/me'],
  ['https://example.com/me'],
  ['https://www.api.example.com/me'],
  ['https://user@api.example.com/me'],
  ['https://user:pass@api.example.com/me'],
  ['https://api.example.com@evil.test/me'],
  ['https:/\\evil.test/api.example.com/'],
])('%s is not, and sees none', async (address) => {
  expect(await authorizationAt(address, api)).toEqual([false])
})

test('http: other than loopback sees a token only where it is named', async () => {
  const address = 'http://intranet.test/me'
  expect(await authorizationAt(address, 'http://intranet.test')).toEqual([false])
  expect(await authorizationAt(address, 'http://intranet.test', ['http://intranet.test'])).toEqual([true])
  expect(await authorizationAt('http://localhost:8000/me', 'http://localhost:8000')).toEqual([true])
  expect(await authorizationAt('http://[::1]:8000/me', 'http://[::1]:8000')).toEqual([true])
})

test('a request whose token travels in another header than Authorization follows no redirect by itself', async () => {
  const wire = answering()
  const { openSession, backend } = await openScene()
  const authorization = (accessToken: string) => ['X-Token', accessToken] as const
  const session = openSession({ backend: { ...backend, baseUrl: api, authorization }, fetch: wire.fetch })
  await session.setTokens({ accessToken: token() })
  await session.fetch(`${api}/me`)
  await session.fetch(`${api}/me`, { headers: new Headers() })
  expect(wire.sent.map(({ init }) => init!.redirect)).toEqual(['manual', 'manual'])
  expect(wire.sent.map(({ init }) => new Headers(init!.headers).has('x-token'))).toEqual([true, true])
})

test.each([{ 'x-token': 'mine' }, new Headers({ 'X-Token': 'mine' })])(
  'a caller’s own header wins, whatever the backend calls it',
  async (headers) => {
    const wire = answering()
    const { openSession, backend } = await openScene()
    const authorization = (accessToken: string) => ['X-Token', accessToken] as const
    const session = openSession({ backend: { ...backend, baseUrl: api, authorization }, fetch: wire.fetch })
    await session.setTokens({ accessToken: token() })
    await session.fetch(`${api}/me`, { headers })
    expect(wire.sent.map(({ init }) => [...new Headers(init!.headers)])).toEqual([[['x-token', 'mine']]])
  },
)
