import { describe, expect, test } from 'vitest'
import { codeOf, failure } from '../session/failure'
import { statusOf } from '../session/moments'
import { ada, openScene } from '../session/scene'
import { standStill } from '../session/standstill'

/** A client of its own, such as axios: it takes a token, and rejects where the status is none of success. */
const createClient = (url: string) => async (accessToken: string | null) => {
  const headers: Record<string, string> = accessToken === null ? {} : { Authorization: `Bearer ${accessToken}` }
  const response = await fetch(url, { headers })
  const { status } = response
  if (!response.ok) throw Object.assign(new Error(`status ${status}`), { response: { status } })
  return { status, data: await response.json() }
}

describe('withToken', () => {
  test('calls once with a good token and hands back the result', async () => {
    const { session, url } = await openScene()
    await session.login(ada)
    const result = await session.withToken(createClient(url('/api/me/')))
    expect(result).toEqual({ status: 200, data: { id: 1, username: 'ada', name: 'Ada Lovelace' } })
  })

  test('calls again after a renewal where the client rejects with a 401, and only then', async () => {
    const { server, session, refreshes, url } = await openScene()
    await session.login(ada)
    await server.revokeAccess()
    const result = await session.withToken(createClient(url('/api/me/')))
    expect(result.status).toBe(200)
    expect(refreshes()).toBe(1)
    expect(server.requests.filter(({ path }) => path === '/api/me/').map(({ bearer }) => bearer!.generation)).toEqual([
      1, 2,
    ])
  })

  test('calls again where the result has the status 401', async () => {
    const { server, session, refreshes, url } = await openScene()
    await session.login(ada)
    await server.revokeAccess()
    const response = await session.withToken((token) =>
      fetch(url('/api/me/'), { headers: { Authorization: `Bearer ${token}` } }),
    )
    expect(response.status).toBe(200)
    expect(refreshes()).toBe(1)
  })

  test('asks isUnauthorized about results and reasons, also one that takes its time', async () => {
    const { server, session, refreshes, url } = await openScene()
    await session.login(ada)
    await server.revokeAccess()
    const outcomes: unknown[] = []
    const send = async (token: string | null) => {
      const response = await fetch(url('/api/me/'), { headers: { Authorization: `Bearer ${token}` } })
      return response.status === 401 ? 'NO' : 'YES'
    }
    const isUnauthorized = async (outcome: unknown) => {
      outcomes.push(outcome)
      return outcome === 'NO'
    }
    expect(await session.withToken(send, { isUnauthorized })).toBe('YES')
    expect(outcomes).toEqual(['NO', 'YES'])
    expect(refreshes()).toBe(1)
  })

  test('hands on what the client rejects with', async () => {
    const { session, refreshes } = await openScene()
    await session.login(ada)
    const reason = new Error('no route to host')
    expect(await failure(session.withToken(() => Promise.reject(reason)))).toBe(reason)
    const thrown = new Error('thrown at once')
    const send = (): Promise<{ status: number }> => {
      throw thrown
    }
    expect(await failure(session.withToken(send))).toBe(thrown)
    expect(refreshes()).toBe(0)
  })

  test('rejects with what isUnauthorized throws, and the session goes on', async () => {
    const { session, url } = await openScene()
    await session.login(ada)
    const thrown = new Error('cannot tell')
    const isUnauthorized = () => {
      throw thrown
    }
    expect(await failure(session.withToken(async () => 'x', { isUnauthorized }))).toBe(thrown)
    expect(await failure(session.withToken(async () => 'x', { isUnauthorized: () => Promise.reject(thrown) }))).toBe(
      thrown,
    )
    expect((await session.fetch(url('/api/me/'))).status).toBe(200)
  })

  test('gives the caller the 401 of a resource that refuses everybody, after one renewal for ten calls', async () => {
    const { session, refreshes, url } = await openScene()
    await session.login(ada)
    const client = createClient(url('/api/always-401/'))
    for (let i = 0; i < 10; i++) {
      const error = (await failure(session.withToken(client, { resource: 'always' }))) as { response: unknown }
      expect(error.response).toEqual({ status: 401 })
    }
    expect(refreshes()).toBe(1)
  })

  test('waits like any request; an abort takes it out before it is called', async () => {
    const scene = await openScene()
    const { session, url } = scene
    await session.login(ada)
    const { release } = await standStill(scene)
    const called: string[] = []
    const send = (name: string) => async (token: string | null) => {
      called.push(name)
      return createClient(url('/api/me/'))(token)
    }
    const abort = new AbortController()
    const aborted = failure(session.withToken(send('aborted'), { signal: abort.signal }))
    const kept = session.withToken(send('kept'))
    const reason = new Error('left')
    abort.abort(reason)
    expect(await aborted).toBe(reason)
    release()
    expect((await kept).status).toBe(200)
    expect(called).toEqual(['kept'])
  })

  test('does not call a client whose signal has been aborted already', async () => {
    const { session } = await openScene()
    await session.login(ada)
    const reason = new Error('left')
    let calls = 0
    const send = async () => ({ status: 200, calls: calls++ })
    expect(await failure(session.withToken(send, { signal: AbortSignal.abort(reason) }))).toBe(reason)
    expect(calls).toBe(0)
  })

  test('passes null where nobody is logged in', async () => {
    const { session } = await openScene()
    expect(await session.withToken(async (token) => ({ status: 200, token }))).toEqual({ status: 200, token: null })
  })

  test('wants a function', async () => {
    const { session } = await openScene()
    const error = await failure(session.withToken('send' as never))
    expect(error).toBeInstanceOf(TypeError)
    expect((error as Error).message).toContain('withToken')
  })
})

test('methods work detached from the session', async () => {
  const { session, url } = await openScene()
  const { login, fetch: send, accessToken, withToken, getSnapshot, logout, subscribe, timeline } = session
  const statuses: string[] = []
  const unsubscribe = subscribe(({ status }) => void statuses.push(status))
  await login(ada)
  expect((await send(url('/api/me/'))).status).toBe(200)
  expect(await withToken(async (token) => ({ status: 200, same: token === (await accessToken()) }))).toEqual({
    status: 200,
    same: true,
  })
  unsubscribe()
  await logout()
  expect(getSnapshot().status).toBe('loggedOut')
  expect(statuses).toContain('authenticated')
  expect(timeline().events.length).toBeGreaterThan(0)
  await statusOf(session, 'loggedOut')
  expect(await codeOf(accessToken())).toBe('logged_out')
})
