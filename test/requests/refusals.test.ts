import { expect, test } from 'vitest'
import { statusOf } from '../session/moments'
import { ada, openScene, openTimedScene } from '../session/scene'

const generationsAt = (scene: Awaited<ReturnType<typeof openScene>>, path: string) =>
  scene.server.requests.filter((request) => request.path === path).map(({ bearer }) => bearer!.generation)

test('a resource that refuses everybody costs one renewal, and the caller gets its 401', async () => {
  const scene = await openScene()
  const { session, refreshes, url } = scene
  await session.login(ada)

  const response = await session.fetch(url('/api/always-401/'))
  expect(response.status).toBe(401)
  expect(await response.json()).toMatchObject({ code: 'token_not_valid' })
  expect(refreshes()).toBe(1)
  expect(generationsAt(scene, '/api/always-401/')).toEqual([1, 2])
  expect(session.getSnapshot()).toMatchObject({ status: 'authenticated', loggedIn: true, endReason: null })
})

test('asked twenty times, one after another, it costs no further renewal', async () => {
  const { session, refreshes, url } = await openScene()
  await session.login(ada)
  const statuses: number[] = []
  for (let i = 0; i < 20; i++) statuses.push((await session.fetch(url('/api/always-401/'))).status)
  expect(statuses).toEqual(Array(20).fill(401))
  expect(refreshes()).toBe(1)
})

test('asked twenty times at once, it costs one renewal', async () => {
  const { session, refreshes, url } = await openScene()
  await session.login(ada)
  const asked = Array.from({ length: 20 }, () => session.fetch(url('/api/always-401/')))
  expect((await Promise.all(asked)).map(({ status }) => status)).toEqual(Array(20).fill(401))
  expect(refreshes()).toBe(1)
})

test('twenty resources that refuse everybody cost one renewal as long as nobody has taken the new token', async () => {
  const { session, refreshes, url } = await openScene()
  await session.login(ada)
  for (let i = 0; i < 20; i++) expect((await session.fetch(url(`/api/always-401/${i}/`))).status).toBe(401)
  expect(refreshes()).toBe(1)
})

test('a good resource is served between the refusals of a bad one', async () => {
  const { session, refreshes, url } = await openScene()
  await session.login(ada)
  const statuses: number[] = []
  for (const path of ['/api/always-401/', '/api/good/', '/api/always-401/', '/api/good/', '/api/always-401/'])
    statuses.push((await session.fetch(url(path))).status)
  expect(statuses).toEqual([401, 200, 401, 200, 401])
  expect(refreshes()).toBe(1)
})

test('a caller costs one renewal even where others take the new token before it is refused again', async () => {
  const { server, session, refreshes, url } = await openScene()
  await session.login(ada)
  const gates = [1, 2].map(() => server.faults.next({ path: '/api/always-401/' }, { kind: 'gate', hold: 'answer' }))
  const refused = session.fetch(url('/api/always-401/'))
  gates[0]!.release()
  await gates[1]!.arrived
  expect((await session.fetch(url('/api/good/'))).status).toBe(200)
  gates[1]!.release()
  expect((await refused).status).toBe(401)
  expect(refreshes()).toBe(1)
})

test('a late refusal of a token that has been replaced is replayed, however young that token was', async () => {
  const { server, session, refreshes, url, clock, openSession } = await openTimedScene()
  await session.login(ada)
  clock.advance(10_000)
  await statusOf(session, 'authenticated')
  await server.revokeAccess()
  const gate = server.faults.next({ path: '/api/late/' }, { kind: 'gate', hold: 'answer' })
  const late = session.fetch(url('/api/late/'))
  await gate.arrived
  const elsewhere = openSession()
  await elsewhere.login(ada)
  await session.setTokens({ accessToken: await elsewhere.accessToken() })
  gate.release()
  expect((await late).status).toBe(200)
  expect(refreshes()).toBe(1)
})

test('a late refusal of an older token is replayed without another renewal', async () => {
  const scene = await openScene()
  const { server, session, refreshes, url } = scene
  await session.login(ada)
  await server.revokeAccess()
  const gate = server.faults.next({ path: '/api/late/' }, { kind: 'gate', hold: 'answer' })
  const late = session.fetch(url('/api/late/'))
  await gate.arrived
  expect((await session.fetch(url('/api/early/'))).status).toBe(200)
  expect(refreshes()).toBe(1)

  gate.release()
  expect((await late).status).toBe(200)
  expect(generationsAt(scene, '/api/late/')).toEqual([1, 2])
  expect(refreshes()).toBe(1)
})

test('a token that was accepted once and is refused now was revoked: it is renewed, however young', async () => {
  const { server, session, refreshes, url } = await openScene()
  await session.login(ada)
  for (const renewals of [1, 2, 3]) {
    await server.revokeAccess()
    expect((await session.fetch(url('/api/me/'))).status).toBe(200)
    expect(refreshes()).toBe(renewals)
  }
})

test('a token that was renewed a moment ago and that nobody took yet is not renewed again', async () => {
  const { server, session, refreshes, url, clock } = await openTimedScene()
  await session.login(ada)
  clock.advance(10_000)
  await statusOf(session, 'authenticated')
  expect(refreshes()).toBe(1)
  await server.revokeAccess()
  expect((await session.fetch(url('/api/me/'))).status).toBe(401)
  expect(refreshes()).toBe(1)

  clock.advance(5_000)
  expect((await session.fetch(url('/api/other/'))).status).toBe(200)
  expect(refreshes()).toBe(2)
})

test('a 403 belongs to the caller', async () => {
  const { session, refreshes, url } = await openScene()
  await session.login(ada)
  expect((await session.fetch(url('/api/forbidden/'))).status).toBe(403)
  expect(refreshes()).toBe(0)
})

test('a backend may say that another answer refuses the token; what it reads is a copy', async () => {
  const unauthorized = async (response: Response, readBody: () => Promise<unknown>) =>
    response.status === 403 && Object(await readBody()).code === 'signed_out'
  const { server, session, refreshes, url } = await openScene({ backend: { unauthorized } })
  await session.login(ada)
  const path = '/api/old-view/'
  server.faults.next({ path }, { kind: 'status', status: 403, body: { code: 'signed_out' } })
  expect((await session.fetch(url(path))).status).toBe(200)
  expect(refreshes()).toBe(1)

  server.faults.next({ path }, { kind: 'status', status: 403, body: { code: 'not_yours' } })
  const response = await session.fetch(url(path))
  expect([response.status, await response.json()]).toEqual([403, { code: 'not_yours' }])
  expect(refreshes()).toBe(1)
})

test('a user whom the server has deactivated gets the 401, with no endless renewals', async () => {
  const { server, session, refreshes, url } = await openScene()
  await session.login(ada)
  await server.deactivate(1)
  const response = await session.fetch(url('/api/me/'))
  expect([response.status, Object(await response.json()).code]).toEqual([401, 'user_inactive'])
  expect(refreshes()).toBe(1)
})
