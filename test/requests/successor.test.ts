import { describe, expect, test } from 'vitest'
import { webStorage } from 'xstate-auth-session'
import { eventually, next } from '../session/moments'
import { ada, grace, openTimedScene, refreshPath } from '../session/scene'
import { createStorageArea } from '../session/storage-area'
import { unsignedToken } from '../session/unsigned-token'

const header = 'Refresh-Token'

async function openSliding(rotation = false) {
  const area = createStorageArea()
  const scene = await openTimedScene({
    server: { successorHeader: header, rotation },
    backend: { successorHeader: header },
    session: { storage: webStorage(area, { scope: 'tab' }) },
  })
  await scene.session.login(ada)
  const record = () => JSON.parse(area.getItem('auth-session') ?? 'null')
  const get = () => scene.session.fetch(scene.url('/api/me/')).then(({ status }) => status)
  const generation = () => scene.session.actor.getSnapshot().context.stamp?.generation ?? null
  return { ...scene, area, record, get, generation }
}

test('a successor in a header takes the token’s place and is kept', async () => {
  const { server, session, clock, record, get, generation, refreshes } = await openSliding()
  const before = await session.accessToken()
  clock.advance(6_000)
  const renewed = next(session, 'renewed')
  expect(await get()).toBe(200)
  expect(await renewed).toMatchObject({ stamp: { generation: 2 }, expiresAt: clock.now() + 20_000 })
  const after = await session.accessToken()
  expect(after).not.toBe(before)
  expect(generation()).toBe(2)
  await eventually(() => expect(record()).toMatchObject({ accessToken: after, generation: 2 }))
  await get()
  expect(server.requests.at(-1)!.bearer!.generation).toBe(2)
  expect(refreshes()).toBe(0)
})

test('of many answers within a quarter of a life one is adopted', async () => {
  const { clock, get, generation } = await openSliding()
  for (let i = 0; i < 4; i++) {
    await get()
    clock.advance(1_000)
  }
  expect(generation()).toBe(1)
  clock.advance(2_000)
  await Promise.all(Array.from({ length: 20 }, get))
  expect(generation()).toBe(2)
  for (let i = 0; i < 4; i++) {
    await get()
    clock.advance(1_000)
  }
  expect(generation()).toBe(2)
  clock.advance(2_000)
  await get()
  expect(generation()).toBe(3)
})

describe('a successor is dropped', () => {
  test('after a logout', async () => {
    const { server, session, clock, area, get } = await openSliding()
    clock.advance(6_000)
    const gate = server.faults.next({ path: '/api/me/' }, { kind: 'gate', hold: 'answer' })
    const answer = get()
    await gate.arrived
    await session.logout()
    gate.release()
    expect(await answer).toBe(200)
    expect(session.getSnapshot()).toMatchObject({ status: 'loggedOut', loggedIn: false, expiresAt: null })
    expect(area.getItem('auth-session')).toBeNull()
  })

  test('where another user has logged in', async () => {
    const { server, session, clock, record, get } = await openSliding()
    clock.advance(6_000)
    const gate = server.faults.next({ path: '/api/me/' }, { kind: 'gate', hold: 'answer' })
    const answer = get()
    await gate.arrived
    await session.login(grace)
    const token = await session.accessToken()
    gate.release()
    expect(await answer).toBe(200)
    expect(await session.accessToken()).toBe(token)
    expect(record()).toMatchObject({ accessToken: token, generation: 1, subject: '2' })
  })

  test('where the token has been replaced meanwhile', async () => {
    const { server, session, clock, get, generation } = await openSliding()
    clock.advance(6_000)
    const gate = server.faults.next({ path: '/api/me/' }, { kind: 'gate', hold: 'answer' })
    const late = get()
    await gate.arrived
    await get()
    expect(generation()).toBe(2)
    const token = await session.accessToken()
    gate.release()
    await late
    expect([generation(), await session.accessToken()]).toEqual([2, token])
  })

  test.each([
    ['in the first quarter of the token’s life', 4_999, 60],
    ['where it ends before the token', 6_000, 19],
    ['where it ends with the token', 6_000, 20],
  ])('%s', async (_, passed, end) => {
    const { server, session, clock, get, generation } = await openSliding()
    const token = await session.accessToken()
    const successor = unsignedToken({ user_id: 1, exp: clock.now() / 1_000 + end })
    clock.advance(passed)
    server.faults.next({ path: '/api/me/' }, { kind: 'status', status: 200, headers: { [header]: successor } })
    expect(await get()).toBe(200)
    expect([generation(), await session.accessToken()]).toEqual([1, token])
  })

  test.each([['garbage'], ['a.b.c'], ['']])('where it is %j', async (value) => {
    const { server, session, clock, get, generation } = await openSliding()
    const token = await session.accessToken()
    clock.advance(6_000)
    server.faults.next({ path: '/api/me/' }, { kind: 'status', status: 200, headers: { [header]: value } })
    expect(await get()).toBe(200)
    expect([generation(), await session.accessToken()]).toEqual([1, token])
    expect(session.getSnapshot().status).toBe('authenticated')
  })
})

test('a session stays alive where a successor comes while its refresh token is being rotated', async () => {
  const { server, session, clock, get, url } = await openSliding(true)
  const gate = server.faults.next({ path: refreshPath }, { kind: 'gate', hold: 'answer' })
  clock.advance(11_000)
  await gate.arrived
  expect(await get()).toBe(200)
  gate.release()
  const stamp = () => session.actor.getSnapshot().context.stamp
  await eventually(() => expect(stamp()).toMatchObject({ generation: 3 }))
  expect(await get()).toBe(200)

  await server.revokeAccess()
  expect((await session.fetch(url('/api/other/'))).status).toBe(200)
  expect(session.getSnapshot()).toMatchObject({ loggedIn: true, endReason: null })
  expect(await server.families()).toMatchObject([{ alive: true }])
})

test('it stays alive as well where the same user’s access token alone is set meanwhile', async () => {
  const { server, session, clock, url, get } = await openSliding(true)
  const accessToken = await session.accessToken()
  const gate = server.faults.next({ path: refreshPath }, { kind: 'gate', hold: 'answer' })
  clock.advance(10_000)
  await gate.arrived
  await session.setTokens({ accessToken })
  gate.release()
  const stamp = () => session.actor.getSnapshot().context.stamp
  await eventually(() => expect(stamp()).toMatchObject({ generation: 3 }))
  expect(await get()).toBe(200)

  await server.revokeAccess()
  expect((await session.fetch(url('/api/other/'))).status).toBe(200)
  expect(await server.families()).toMatchObject([{ alive: true, reused: 0 }])
})
