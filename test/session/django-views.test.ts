import { describe, expect, test } from 'vitest'
import { ada, openScene, type Scene } from './scene'

/** As a guide may put it: simplejwt's code in the body, whatever the status. */
const unauthorized = async (response: Response, readBody: () => Promise<unknown>) =>
  [400, 401, 403].includes(response.status) && Object(await readBody()).code === 'token_not_valid'

const post = (fields: object, id: string) => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', 'x-request-id': id },
  body: JSON.stringify(fields),
})

const seenAt = ({ server }: Scene, path: string) =>
  server.requests
    .filter((request) => request.path === path)
    .map(({ status, bearer }) => [status, bearer?.generation ?? null])

async function heard(answer: Promise<Response>) {
  const response = await answer
  return [response.status, await response.json()]
}

describe.each([
  [400, '/api/refuses-with-400/'],
  [403, '/api/refuses-with-403/'],
])('a view that tells of a bad token by %i', (status, path) => {
  test('is asked again once, after one renewal, and has done what was asked once', async () => {
    const scene = await openScene({ backend: { unauthorized } })
    const { server, session, url, refreshes } = scene
    await session.login(ada)
    await server.revokeAccess()
    const response = await session.fetch(url(path), post({ title: 'A note' }, 'note'))
    expect([response.status, await response.json()]).toEqual([
      200,
      expect.objectContaining({ path, method: 'POST', user: 'ada', body: expect.objectContaining({ length: 18 }) }),
    ])
    expect(refreshes()).toBe(1)
    expect(seenAt(scene, path)).toEqual([
      [status, 1],
      [200, 2],
    ])
    expect(server.executions.get('note')).toBe(1)
  })

  test('asked by ten at once costs one renewal', async () => {
    const { server, session, url, refreshes } = await openScene({ backend: { unauthorized } })
    await session.login(ada)
    await server.revokeAccess()
    const asked = Array.from({ length: 10 }, () => session.fetch(url(path)))
    expect((await Promise.all(asked)).map((response) => response.status)).toEqual(Array(10).fill(200))
    expect(refreshes()).toBe(1)
  })

  test('and goes on saying so, as for a deactivated user, costs one renewal and then belongs to the caller', async () => {
    const scene = await openScene({ backend: { unauthorized } })
    const { server, session, url, refreshes } = scene
    await session.login(ada)
    await server.deactivate(1)
    const refusal = [status, { detail: 'Invalid token', code: 'token_not_valid' }]
    for (let i = 0; i < 5; i++) expect(await heard(session.fetch(url(path)))).toEqual(refusal)
    expect(refreshes()).toBe(1)
    expect(seenAt(scene, path)).toHaveLength(6)
  })

  test('belongs to the caller, untouched, where the backend was told of nothing but 401', async () => {
    const scene = await openScene()
    const { server, session, url, refreshes } = scene
    await session.login(ada)
    await server.revokeAccess()
    const refusal = [status, { detail: 'Invalid token', code: 'token_not_valid' }]
    expect(await heard(session.fetch(url(path)))).toEqual(refusal)
    expect([refreshes(), seenAt(scene, path)]).toEqual([0, [[status, 1]]])
  })

  test('answers who brings no token in the usual way', async () => {
    const { session, url, refreshes } = await openScene({ backend: { unauthorized } })
    await session.start()
    const noBearer = { detail: 'Authentication credentials were not provided.' }
    expect(await heard(session.fetch(url(path)))).toEqual([401, noBearer])
    expect([refreshes(), session.getSnapshot().status]).toEqual([0, 'anonymous'])
  })
})

test('an honest 400 of such a view belongs to the caller, with its body', async () => {
  const scene = await openScene({ backend: { unauthorized } })
  const { session, url, refreshes } = scene
  await session.login(ada)
  const answer = session.fetch(url('/api/refuses-with-400/'), post({}, 'nameless'))
  expect(await heard(answer)).toEqual([400, { title: ['This field is required.'] }])
  expect([refreshes(), seenAt(scene, '/api/refuses-with-400/')]).toEqual([0, [[400, 1]]])
})

test('an honest 403 of such a view belongs to the caller, with its body', async () => {
  const scene = await openScene({ backend: { unauthorized } })
  const { session, url, refreshes } = scene
  await session.login(ada)
  const answer = session.fetch(url('/api/refuses-with-403/'), { method: 'DELETE' })
  expect(await heard(answer)).toEqual([403, { detail: 'You do not have permission to perform this action.' }])
  expect([refreshes(), seenAt(scene, '/api/refuses-with-403/')]).toEqual([0, [[403, 1]]])
})

test('an ordinary view beside them still renews at its 401', async () => {
  const { server, session, url, refreshes } = await openScene({ backend: { unauthorized } })
  await session.login(ada)
  await server.revokeAccess()
  expect((await session.fetch(url('/api/me/'))).status).toBe(200)
  expect(refreshes()).toBe(1)
})
