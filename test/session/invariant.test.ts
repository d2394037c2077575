import { expect, test } from 'vitest'
import { codeOf } from './failure'
import { eventually, next, statusOf } from './moments'
import { ada, grace, openTimedScene, refreshPath } from './scene'
import { createWire } from './wire'

const claimsOf = (authorization: string) =>
  JSON.parse(Buffer.from(authorization.split('.')[1]!, 'base64url').toString()) as { jti: string; user_id: number }

test('after every transition the token that leaves is the one that the machine knows', async () => {
  const wire = createWire()
  const scene = await openTimedScene({ server: { rotation: true }, session: { fetch: wire.fetch } })
  const { server, session, clock, url } = scene
  const names = new Map<string, Set<string>>()
  const stamps = new Map<string, Set<string>>()
  const answers: Promise<unknown>[] = []
  let transitions = 0
  session.actor.subscribe(({ context }) => {
    transitions++
    const before = wire.sent.length
    answers.push(session.fetch(url(`/api/probe/${transitions}/`)).catch(() => {}))
    const [sent] = wire.sent.slice(before)
    if (!sent?.authorization) return
    const { jti, user_id } = claimsOf(sent.authorization)
    const { epoch, generation } = context.stamp!
    const stamp = `${user_id} ${epoch} ${generation}`
    names.set(stamp, (names.get(stamp) ?? new Set()).add(jti))
    stamps.set(jti, (stamps.get(jti) ?? new Set()).add(stamp))
  })

  await session.login(ada)
  for (let i = 0; i < 3; i++) {
    const renewed = next(session, 'renewed')
    clock.advance(10_000)
    await renewed
  }
  await Promise.all(answers)
  await server.revokeAccess()
  expect((await session.fetch(url('/api/me/'))).status).toBe(200)
  server.faults.next({ path: refreshPath }, { kind: 'status', status: 503 })
  const delayed = next(session, 'renewalDelayed')
  clock.advance(10_000)
  await delayed
  const renewed = next(session, 'renewed')
  clock.advance(60_000)
  await renewed
  await session.login(grace)
  expect((await session.fetch(url('/api/me/'))).status).toBe(200)
  await session.logout()
  await session.login(ada)
  await server.revokeFamilies()
  expect(await codeOf(session.fetch(url('/api/me/')))).toBe('session_expired')
  await statusOf(session, 'expired')
  session.dispose()
  await Promise.all(answers)

  expect(transitions).toBeGreaterThan(20)
  expect(stamps.size).toBeGreaterThanOrEqual(8)
  expect([...names.values()].filter(({ size }) => size !== 1)).toEqual([])
  expect([...stamps.values()].filter(({ size }) => size !== 1)).toEqual([])
})

test('the generation that the server sees is the one of the machine’s stamp', async () => {
  const { server, session, clock, url } = await openTimedScene()
  await session.login(ada)
  const seen: [number, number][] = []
  for (let i = 0; i < 5; i++) {
    await session.fetch(url('/api/me/'))
    seen.push([session.actor.getSnapshot().context.stamp!.generation, server.requests.at(-1)!.bearer!.generation])
    const renewed = next(session, 'renewed')
    clock.advance(10_000)
    await renewed
  }
  expect(seen).toEqual([1, 2, 3, 4, 5].map((generation) => [generation, generation]))
})

test('where no token may leave, the machine holds no stamp', async () => {
  const { server, session, url } = await openTimedScene()
  const stampless = () => session.actor.getSnapshot().context.stamp === null
  await session.start()
  expect(stampless()).toBe(true)
  await session.login(ada)
  expect(stampless()).toBe(false)
  await session.logout()
  expect(stampless()).toBe(true)
  await session.login(ada)
  await server.revokeFamilies()
  expect(await codeOf(session.fetch(url('/api/me/')))).toBe('session_expired')
  expect(stampless()).toBe(true)
  await eventually(() => expect(server.requests.every(({ status }) => status !== null)).toBe(true))
})
