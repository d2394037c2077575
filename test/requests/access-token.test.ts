import { describe, expect, test } from 'vitest'
import { codeOf, failure } from '../session/failure'
import { eventually, statusOf } from '../session/moments'
import { ada, openScene, openTimedScene, refreshPath } from '../session/scene'
import { standStill } from '../session/standstill'

test('accessToken gives the token that requests leave with', async () => {
  const { server, session } = await openScene()
  await session.login(ada)
  const token = await session.accessToken()
  expect(await server.isAlive(token)).toBe(true)
  expect(await session.accessToken()).toBe(token)
})

test('accessToken waits for a renewal that is needed and gives the new token', async () => {
  const scene = await openScene()
  const { server, session } = scene
  await session.login(ada)
  const before = await session.accessToken()
  const { release } = await standStill(scene)
  const after = session.accessToken()
  release()
  expect(await after).not.toBe(before)
  expect([await server.isAlive(before), await server.isAlive(await after)]).toEqual([false, true])
})

test('accessToken rejects where there is no session', async () => {
  const { server, session, url } = await openScene()
  expect(await codeOf(session.accessToken())).toBe('anonymous')
  await session.login(ada)
  await session.logout()
  expect(await codeOf(session.accessToken())).toBe('logged_out')
  await session.login(ada)
  await server.revokeFamilies()
  expect(await codeOf(session.fetch(url('/api/me/')))).toBe('session_expired')
  expect(await codeOf(session.accessToken())).toBe('session_expired')
})

describe('a demand for a longer life', () => {
  test('that the present token meets costs nothing', async () => {
    const { session, refreshes } = await openTimedScene()
    await session.login(ada)
    const token = await session.accessToken()
    expect(await session.accessToken({ minValidFor: 15_000 })).toBe(token)
    expect(refreshes()).toBe(0)
  })

  test('that a new token meets is met by one renewal for all who ask', async () => {
    const { server, session, refreshes, clock } = await openTimedScene()
    await session.login(ada)
    const before = await session.accessToken()
    clock.advance(6_000)
    const tokens = await Promise.all(Array.from({ length: 5 }, () => session.accessToken({ minValidFor: 15_000 })))
    expect(new Set(tokens).size).toBe(1)
    expect(tokens[0]).not.toBe(before)
    expect(await server.isAlive(tokens[0]!)).toBe(true)
    expect(refreshes()).toBe(1)
    expect(session.getSnapshot().expiresAt).toBe(clock.now() + 20_000)
  })

  test('beyond the life of any token is not repeated within half a life', async () => {
    const { session, refreshes, clock } = await openTimedScene()
    await session.login(ada)
    const first = await session.accessToken()
    const ask = () => session.accessToken({ minValidFor: 3_600_000 })
    expect(await ask()).toBe(first)
    clock.advance(9_000)
    expect(await ask()).toBe(first)
    expect(refreshes()).toBe(0)

    clock.advance(1_000)
    await statusOf(session, 'authenticated')
    const second = await ask()
    expect(second).not.toBe(first)
    expect(await ask()).toBe(second)
    clock.advance(9_000)
    expect(await ask()).toBe(second)
    expect(refreshes()).toBe(1)
  })

  test('just short of a token’s life costs one renewal, however long the answer takes', async () => {
    const { server, session, refreshes, clock } = await openTimedScene()
    await session.login(ada)
    clock.advance(1_000)
    const gates = [1, 2, 3].map(() => server.faults.next({ path: refreshPath }, { kind: 'gate' }))
    const asked = session.accessToken({ minValidFor: 19_900 })
    await gates[0]!.arrived
    clock.advance(200)
    for (const gate of gates) gate.release()
    expect(await server.isAlive(await asked)).toBe(true)
    expect(refreshes()).toBe(1)
  })

  test('is answered with the present token while the renewal fails', async () => {
    const { server, session, clock } = await openTimedScene()
    await session.login(ada)
    const before = await session.accessToken()
    clock.advance(6_000)
    server.faults.always({ path: refreshPath }, { kind: 'status', status: 500 })
    expect(await session.accessToken({ minValidFor: 15_000 })).toBe(before)
    await eventually(() => expect(session.getSnapshot().status).toBe('refreshing'))
  })

  test.each([-1, Number.NaN, 'soon', {}])('of %o is a TypeError', async (minValidFor) => {
    const { session } = await openScene()
    await session.login(ada)
    const error = await failure(session.accessToken({ minValidFor: minValidFor as number }))
    expect(error).toBeInstanceOf(TypeError)
    expect((error as Error).message).toContain('minValidFor')
  })
})
