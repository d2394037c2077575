import { describe, expect, test } from 'vitest'
import { memoryStorage } from 'xstate-auth-session'
import { createHandClock } from './hand-clock'
import { statusOf } from './moments'
import { createOwnClock } from './own-clock'
import { ada, openScene, type Scene } from './scene'

const MINUTE = 60_000
const HOUR = 3_600_000
const DAY = 24 * HOUR

/** As a browser shows an answer to a page of another origin where CORS does not expose its `Date`. */
const withoutDate: typeof fetch = async (input, init) => {
  const response = await fetch(input, init)
  const headers = new Headers(response.headers)
  headers.delete('date')
  const body = [204, 205, 304].includes(response.status) ? null : response.body
  return new Response(body, { status: response.status, headers })
}

interface Circumstances {
  /** ms that the device is ahead. */
  readonly ahead?: number
  readonly date?: boolean
  /** Seconds. */
  readonly life?: number
  readonly rotation?: boolean
}

async function open({ ahead = 0, date = true, life = 20, rotation = false }: Circumstances) {
  const truth = createHandClock()
  const clock = createOwnClock(truth, ahead)
  const scene = await openScene({
    server: { now: truth.now, accessLifetime: life, refreshLifetime: 90 * 86_400, rotation },
    session: {
      clock,
      storage: memoryStorage({ scope: 'tab' }),
      renewal: { jitter: 0 },
      ...(!date && { fetch: withoutDate }),
    },
  })
  return { truth, clock, ...scene }
}

/** One request after another, `step` ms apart, and what the server saw of it. */
async function traffic({ session, url, truth }: Awaited<ReturnType<typeof open>>, times: number, step: number) {
  const statuses = new Set<number>()
  for (let i = 0; i < times; i++) {
    statuses.add((await session.fetch(url('/api/tick/'))).status)
    truth.advance(step)
    if (session.getSnapshot().status === 'refreshing') await statusOf(session, 'authenticated')
  }
  return [...statuses]
}

const deadOnArrival = ({ server }: Scene) => server.requests.filter(({ bearer }) => bearer?.expired).length

const ways = [10 * MINUTE, -10 * MINUTE].flatMap((ahead) =>
  [true, false].flatMap((date) => [true, false].map((rotation) => ({ ahead, date, rotation }))),
)

describe.each(ways)('a device that is $ahead ms ahead (Date readable: $date, rotation: $rotation)', (way) => {
  test('renews when it is time, sends no dead token and storms nothing', async () => {
    const scene = await open(way)
    await scene.session.login(ada)
    expect(await traffic(scene, 100, 1_000)).toEqual([200])
    expect(deadOnArrival(scene)).toBe(0)
    // A token of 20 s is renewed after 10: ten times in 100 s, and at most once more than that.
    expect(scene.refreshes()).toBeGreaterThanOrEqual(9)
    expect(scene.refreshes()).toBeLessThanOrEqual(11)
  })

  test('restores after a reload with at most one needless renewal', async () => {
    const scene = await open(way)
    await scene.session.login(ada)
    scene.session.dispose()
    const next = scene.openSession()
    await next.start()
    expect((await next.fetch(scene.url('/api/me/'))).status).toBe(200)
    expect(scene.refreshes()).toBeLessThanOrEqual(1)
    expect(await traffic({ ...scene, session: next }, 20, 1_000)).toEqual([200])
    expect(scene.refreshes()).toBeLessThanOrEqual(3)
  })
})

describe.each([HOUR, -HOUR])('a wall clock that jumps by %d ms in mid-session', (jump) => {
  test.each([true, false])('costs at most one needless renewal, and no request (Date readable: %j)', async (date) => {
    const scene = await open({ date, life: 300 })
    const { session, clock, truth, refreshes } = scene
    await session.login(ada)
    expect(await traffic(scene, 5, 1_000)).toEqual([200])
    clock.set(jump)
    expect(await traffic(scene, 60, 1_000)).toEqual([200])
    expect(refreshes()).toBeLessThanOrEqual(1)
    clock.set(0)
    expect(await traffic(scene, 60, 1_000)).toEqual([200])
    expect(refreshes()).toBeLessThanOrEqual(2)
    truth.advance(10 * MINUTE)
    expect(await traffic(scene, 5, 1_000)).toEqual([200])
    // Where no answer tells the time after the jump, the server's 401 does, once.
    expect(deadOnArrival(scene)).toBeLessThanOrEqual(date ? 0 : 1)
  })
})

test('a token of 60 days is left alone until a minute before its end, and then renewed once', async () => {
  const { session, truth, refreshes } = await open({ life: 60 * 86_400 })
  await session.login(ada)
  truth.advance(60 * DAY - 2 * MINUTE)
  expect([session.getSnapshot().status, refreshes()]).toEqual(['authenticated', 0])
  truth.advance(MINUTE + 1_000)
  await statusOf(session, 'authenticated')
  expect(refreshes()).toBe(1)
})

test('tokens that live for two seconds are renewed in time, and none is sent dead', async () => {
  const scene = await open({ life: 2 })
  await scene.session.login(ada)
  expect(await traffic(scene, 100, 100)).toEqual([200])
  expect(deadOnArrival(scene)).toBe(0)
  expect(scene.refreshes()).toBeLessThanOrEqual(20)
})

test('the first request after timers slept past the end of the token carries a fresh one', async () => {
  const scene = await open({})
  const { server, session, truth, refreshes, url } = scene
  await session.login(ada)
  truth.sleep(8 * HOUR)
  expect((await session.fetch(url('/api/first/'))).status).toBe(200)
  const seen = server.requests.filter(({ path }) => path === '/api/first/')
  expect(seen.map(({ bearer, status }) => [bearer?.generation, status])).toEqual([[2, 200]])
  expect(refreshes()).toBe(1)
})

test('with timers that never ring, every request still carries a token that is good', async () => {
  const truth = createHandClock()
  const dead = { ...truth, setTimeout: () => 0, clearTimeout: () => {} }
  const scene = await openScene({ server: { now: truth.now }, session: { clock: dead, renewal: { jitter: 0 } } })
  const { session, url } = scene
  await session.login(ada)
  for (let i = 0; i < 20; i++) {
    expect((await session.fetch(url('/api/tick/'))).status).toBe(200)
    truth.sleep(9_000)
  }
  expect(deadOnArrival(scene)).toBe(0)
})
