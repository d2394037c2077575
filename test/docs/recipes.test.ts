import { describe, expect, test } from 'vitest'
import { openPageOfUser } from '../platform/page-of-user'
import { openRecipe, type RecipeClient } from './recipe-clients'

/** Each bug of the pages: what comes of it by hand, and with this library, against the same server. */
const strict = { rotation: true, reuse: 'revokes-family' } as const
const refreshPath = '/api/token/refresh/'
const turns = () => new Promise((resolve) => setTimeout(resolve, 30))

/** Time passes for all of them, twenty seconds at most; `pending` for what has not been answered by then. */
async function outcomesOf(asked: readonly Promise<Response>[], clock: { advance(ms: number): void }) {
  const outcomes: unknown[] = asked.map(() => 'pending')
  for (const [at, one] of asked.entries())
    one.then(
      ({ status }) => {
        outcomes[at] = status
      },
      () => {
        outcomes[at] = 'failed'
      },
    )
  for (let step = 0; step < 40 && outcomes.includes('pending'); step++) {
    await turns()
    clock.advance(500)
  }
  return outcomes
}

/** Who rejects before anybody asks for the outcome is heard later. */
const ask = (client: RecipeClient, path: string) => {
  const asked = client.request(path)
  asked.catch(() => {})
  return asked
}

const expiryOf = async (client: RecipeClient) =>
  JSON.parse(Buffer.from((await client.token()).split('.')[1] ?? 'e30', 'base64url').toString()).exp ?? null

describe('a timer and a queue', () => {
  test.each([
    ['byHand', ['failed', 'pending', 'pending']],
    ['byLibrary', [200, 200, 200]],
  ] as const)('one failed refresh, and three who ask (%s)', async (way, outcomes) => {
    const { server, clock, [way]: open } = await openRecipe('timer-and-queue', { rotation: true })
    const client = await open()
    await client.login()
    await server.revokeAccess()
    server.faults.next({ path: refreshPath }, { kind: 'status', status: 503, headers: { 'Retry-After': '1' } })
    const asked = [ask(client, '/api/a/'), ask(client, '/api/b/')]
    await turns()
    asked.push(ask(client, '/api/c/'))
    // Whose refusal comes first is the network's affair.
    expect((await outcomesOf(asked, clock)).toSorted()).toEqual(outcomes)
  })

  test.each([
    ['byHand', [2, false]],
    ['byLibrary', [1, true]],
  ] as const)(
    'the timer rings while a 401 is being dealt with, by a strict server (%s)',
    async (way, [refreshes, alive]) => {
      const { server, clock, [way]: open } = await openRecipe('timer-and-queue', strict)
      const client = await open()
      await client.login()
      await server.revokeAccess()
      const gate = server.faults.next({ path: refreshPath }, { kind: 'gate', hold: 'request' })
      const asked = client.request('/api/a/')
      await gate.arrived
      client.ring()
      await turns()
      gate.release()
      await outcomesOf([asked], clock)
      expect(server.count({ path: refreshPath })).toBe(refreshes)
      expect(await server.families()).toMatchObject([{ alive }])
    },
  )

  test.each([
    ['byHand', 200],
    ['byLibrary', 401],
  ] as const)('a logout while a refresh is under way, and then a request (%s)', async (way, status) => {
    const { server, clock, [way]: open } = await openRecipe('timer-and-queue', { rotation: true })
    const client = await open()
    await client.login()
    await server.revokeAccess()
    const gate = server.faults.next({ path: refreshPath }, { kind: 'gate', hold: 'answer' })
    const asked = client.request('/api/a/')
    await gate.arrived
    client.logout()
    gate.release()
    await outcomesOf([asked], clock)
    expect((await client.request('/api/b/')).status).toBe(status)
  })
})

describe('refresh and try once more', () => {
  test.each([
    ['byHand', false],
    ['byLibrary', true],
  ] as const)('ten requests at once, to a strict server (%s)', async (way, alive) => {
    const { server, clock, [way]: open } = await openRecipe('reactive-retry', strict)
    const client = await open()
    await client.login()
    await server.revokeAccess()
    const outcomes = await outcomesOf(
      Array.from({ length: 10 }, () => client.request('/api/a/')),
      clock,
    )
    expect(outcomes.every((outcome) => outcome === 200)).toBe(alive)
    expect(await server.families()).toMatchObject([{ alive }])
  })

  test.each([
    ['byHand', [401, 401]],
    ['byLibrary', [200, 200]],
  ] as const)('a server that is busy for a second (%s)', async (way, outcomes) => {
    const { server, clock, [way]: open } = await openRecipe('reactive-retry', { rotation: true })
    const client = await open()
    await client.login()
    await server.revokeAccess()
    server.faults.next({ path: refreshPath }, { kind: 'status', status: 503 })
    const asked = client.request('/api/a/')
    expect([...(await outcomesOf([asked], clock)), ...(await outcomesOf([client.request('/api/b/')], clock))]).toEqual(
      outcomes,
    )
  })

  test.each([
    ['byHand', 5],
    ['byLibrary', 1],
  ] as const)('a resource that refuses everybody, asked five times (%s)', async (way, refreshes) => {
    const { server, [way]: open } = await openRecipe('reactive-retry', { rotation: true })
    const client = await open()
    await client.login()
    for (let i = 0; i < 5; i++) expect((await client.request('/api/always-401/')).status).toBe(401)
    expect(server.count({ path: refreshPath })).toBe(refreshes)
  })
})

describe('a token that slides', () => {
  test.each([
    ['byHand', -3],
    ['byLibrary', 0],
  ] as const)('a slow answer with an older token (%s) moves the end of the present one by %i s', async (way, by) => {
    const { server, clock, [way]: open } = await openRecipe('sliding-token')
    const client = await open()
    await client.login()
    clock.advance(6_000)
    const gate = server.faults.next({ path: '/api/slow-one/' }, { kind: 'gate', hold: 'answer' })
    const slow = client.request('/api/slow-one/')
    await gate.arrived
    clock.advance(3_000)
    await client.request('/api/a/')
    const before = await expiryOf(client)
    gate.release()
    await slow
    expect((await expiryOf(client)) - before).toBe(by)
  })

  test.each([
    ['byHand', 200],
    ['byLibrary', 401],
  ] as const)('an answer that comes after the logout, and then a request (%s)', async (way, status) => {
    const { server, clock, [way]: open } = await openRecipe('sliding-token')
    const client = await open()
    await client.login()
    clock.advance(6_000)
    const gate = server.faults.next({ path: '/api/a/' }, { kind: 'gate', hold: 'answer' })
    const asked = client.request('/api/a/')
    await gate.arrived
    client.logout()
    gate.release()
    await outcomesOf([asked], clock)
    expect((await client.request('/api/b/')).status).toBe(status)
  })

  test.each([
    ['byHand', true],
    ['byLibrary', false],
  ] as const)('who left ten minutes ago (%s) is still logged in: %s', async (way, isLoggedIn) => {
    openPageOfUser()
    const { clock, [way]: open } = await openRecipe('sliding-token')
    const client = await open()
    await client.login()
    for (let passed = 0; passed < 600; passed += 12) {
      clock.advance(12_000)
      if (way === 'byHand') await client.ring()
      else if (passed < 60) await turns()
    }
    const [outcome] = await outcomesOf([client.request('/api/a/')], clock)
    expect(outcome === 200).toBe(isLoggedIn)
  })
})
