import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { createTokenServer } from '../backends/embedded'
import { ada, openScene, openTimedScene } from '../session/scene'
import { standStill } from '../session/standstill'
import { unsignedToken } from '../session/unsigned-token'
import { createUploads } from '../session/uploads'
import { createWire } from '../session/wire'

async function openStranger() {
  const uploads = createUploads()
  const stranger = await createTokenServer({ fallback: uploads.take })
  onTestFinished(() => stranger.close())
  return Object.assign(stranger, { uploads })
}

const moved = { path: '/api/moved/' }
const to = (status: number, location: string) => ({ kind: 'status', status, headers: { location } }) as const

/** The token in a header that no platform takes off a redirect. */
const inOwnHeader = (accessToken: string) => ['X-Token', accessToken] as const

describe.each([307, 308])('a POST that a listed address answers with %d, to a stranger', (status) => {
  test('takes its body there, but no token, and what comes back is not acted on', async () => {
    const stranger = await openStranger()
    const { server, session, url, refreshes } = await openScene()
    await session.login(ada)
    server.faults.next(moved, to(status, `${stranger.url}/upload/`))
    stranger.uploads.refuse(1)
    const response = await session.fetch(url('/api/moved/'), { method: 'POST', body: 'a note' })
    expect([response.status, response.redirected]).toEqual([401, true])
    expect(stranger.uploads.received.map(({ method, content }) => [method, content.toString()])).toEqual([
      ['POST', 'a note'],
    ])
    expect(server.count(moved)).toBe(1)
    expect(refreshes()).toBe(0)
    expect(session.getSnapshot().status).toBe('authenticated')
  })

  test('goes no further where the token travels in another header', async () => {
    const stranger = await openStranger()
    const { server, backend, openSession, url } = await openScene()
    const session = openSession({ backend: { ...backend, authorization: inOwnHeader } })
    await session.login(ada)
    const inputs = [url('/api/moved/'), new URL(url('/api/moved/')), new Request(url('/api/moved/'))]
    for (const redirect of [undefined, 'follow', 'manual'] as const) {
      for (const input of inputs) {
        server.faults.next(moved, to(status, `${stranger.url}/upload/`))
        const init = { method: 'POST', body: 'a note', ...(redirect && { redirect }) }
        expect((await session.fetch(input, init)).status).toBe(status)
      }
    }
    expect(stranger.uploads.received).toEqual([])
  })

  test('fails where the caller wants no redirect', async () => {
    const stranger = await openStranger()
    const { server, backend, openSession, url } = await openScene()
    const session = openSession({ backend: { ...backend, authorization: inOwnHeader } })
    await session.login(ada)
    server.faults.always(moved, to(status, `${stranger.url}/upload/`))
    const init = { method: 'POST', body: 'a note', redirect: 'error' } as const
    await expect(session.fetch(url('/api/moved/'), init)).rejects.toBeInstanceOf(TypeError)
    await expect(session.fetch(new Request(url('/api/moved/'), init))).rejects.toBeInstanceOf(TypeError)
    expect(stranger.uploads.received).toEqual([])
  })

  test('takes its token along within its own origin', async () => {
    const { server, session, url, refreshes } = await openScene()
    await session.login(ada)
    server.faults.next(moved, to(status, '/api/there/'))
    const response = await session.fetch(url('/api/moved/'), { method: 'POST', body: '{"a":1}' })
    expect([response.status, response.redirected, refreshes()]).toEqual([200, true, 0])
    const there = server.requests.filter(({ path }) => path === '/api/there/')
    expect(there.map(({ method, bearer }) => [method, bearer?.generation])).toEqual([['POST', 1]])
  })
})

test('a successor in a stranger’s answer after a redirect is not taken', async () => {
  const stranger = await openStranger()
  const header = 'Refresh-Token'
  const scene = await openTimedScene({ server: { successorHeader: header }, backend: { successorHeader: header } })
  const { server, session, url, clock } = scene
  await session.login(ada)
  const token = await session.accessToken()
  clock.advance(6_000)
  const successor = unsignedToken({ user_id: 1, exp: clock.now() / 1_000 + 600 })
  const answer = { kind: 'status', status: 200, headers: { [header]: successor } } as const
  stranger.faults.always({ path: '/api/there/' }, answer)
  server.faults.always(moved, to(302, `${stranger.url}/api/there/`))
  for (const input of [url('/api/moved/'), new URL(url('/api/moved/')), new Request(url('/api/moved/'))]) {
    const response = await session.fetch(input)
    expect([response.status, response.headers.get(header)]).toEqual([200, successor])
  }
  expect(await session.accessToken()).toBe(token)

  server.faults.next({ path: '/api/me/' }, answer)
  await session.fetch(url('/api/me/'))
  expect(await session.accessToken()).toBe(successor)
})

test('a relative address stays where it was at the call, wherever the document goes meanwhile', async () => {
  const stranger = await openStranger()
  const wire = createWire((input, init) => fetch(new URL(String(input), document.baseURI), init))
  const scene = await openScene({ session: { fetch: wire.fetch } })
  const { server, session, url } = scene
  vi.stubGlobal('document', { baseURI: url('/api/one/page') })
  onTestFinished(() => void vi.unstubAllGlobals())
  await session.login(ada)
  const standstill = await standStill(scene)
  const answers = [session.fetch('items/'), session.fetch('/api/top/?x=1#y')]
  vi.stubGlobal('document', { baseURI: `${stranger.url}/api/two/page` })
  standstill.release()
  expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([200, 200])
  expect(server.requests.map(({ path, query }) => [path, query]).slice(-2)).toEqual([
    ['/api/one/items/', ''],
    ['/api/top/', 'x=1'],
  ])
  expect(stranger.requests).toEqual([])
})
