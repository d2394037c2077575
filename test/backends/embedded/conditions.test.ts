import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Caller } from './caller'
import { createCaller } from './caller'
import type { Conditions } from './conditions'
import { createServerClock } from './server-clock'
import type { TokenServer } from './token-server'
import { createTokenServer } from './token-server'

const clock = createServerClock()
const usual: Conditions = { accessLifetime: 20, skewMs: 0, strict: true, lossy: false, delayMs: 0, busy: false }
let server: TokenServer
let caller: Caller

beforeEach(async () => {
  server = await createTokenServer({ control: true, rotation: true, reuse: 'revokes-family', now: clock.now })
  caller = createCaller(server)
})
afterEach(() => server.close())

const change = (conditions: object) => caller.post('/control/conditions', conditions)
const present = async () => ((await caller.get('/control/state')).body as { conditions: Conditions }).conditions
const expiryOf = (token: string) => JSON.parse(atob(token.split('.')[1] ?? '')).exp * 1_000

test('begin as the options say, change one by one, and are mended', async () => {
  expect(await present()).toEqual(usual)
  await change({ busy: true })
  await change({ accessLifetime: 4, skewMs: -5_000 })
  expect((await caller.get('/control/state')).body).toMatchObject({
    conditions: { ...usual, busy: true, accessLifetime: 4, skewMs: -5_000 },
    usual,
    now: clock.now() - 5_000,
  })
  await caller.post('/control/network', { up: false })
  expect((await caller.post('/control/mend', {})).body).toMatchObject({ up: true, conditions: usual })
})

test.each([
  [{ rain: true }, 'rain: no condition'],
  [{ busy: 'yes' }, 'busy: a boolean'],
  [{ accessLifetime: 0 }, 'accessLifetime: from 1 to 3600000'],
  [{ delayMs: -1 }, 'delayMs: from 0 to 3600000'],
  [[true], 'a JSON object'],
])('%j are none, and change nothing', async (given, detail) => {
  expect(await change(given)).toMatchObject({ status: 400, body: { detail } })
  expect(await present()).toEqual(usual)
})

describe('for who logs in', () => {
  test('tokens live as long as is said, by a clock that goes as is said', async () => {
    await change({ accessLifetime: 4, skewMs: 600_000 })
    const response = await caller.fetch('/api/token/', {
      method: 'POST',
      body: new URLSearchParams({ username: 'ada', password: 'lovelace' }),
    })
    const { access } = (await response.json()) as { access: string }
    expect(expiryOf(access)).toBe(clock.now() + 604_000)
    expect(Date.parse(response.headers.get('date') ?? '')).toBe(clock.now() + 600_000)
  })

  test('a refresh token that is used twice ends the login, or is forgiven', async () => {
    await change({ strict: false })
    const { refresh } = await caller.login()
    const second = await caller.refresh(refresh)
    expect((await caller.refresh(refresh)).refresh).toEqual(second.refresh)
    await change({ strict: true })
    expect((await caller.post('/api/token/refresh/', { refresh })).status).toBe(401)
    expect(server.families().map(({ revoked }) => revoked)).toEqual(['reuse'])
  })

  test('a busy server answers no renewal, and all else', async () => {
    const { access, refresh } = await caller.login()
    await change({ busy: true })
    expect((await caller.post('/api/token/refresh/', { refresh })).status).toBe(503)
    expect((await caller.get('/api/me/', access)).status).toBe(200)
    await change({ busy: false })
    expect((await caller.post('/api/token/refresh/', { refresh })).status).toBe(200)
  })

  test('every other request is lost, the first to begin with', async () => {
    const { access } = await caller.login()
    await change({ lossy: true })
    const outcomes: unknown[] = []
    for (let count = 0; count < 4; count++)
      outcomes.push(
        await caller.get('/api/me/', access).then(
          ({ status }) => status,
          () => 'lost',
        ),
      )
    expect(outcomes).toEqual(['lost', 200, 'lost', 200])
  })

  test('a late answer comes, and is late', async () => {
    const { access } = await caller.login()
    await change({ delayMs: 60 })
    const begun = performance.now()
    expect((await caller.get('/api/me/', access)).status).toBe(200)
    // A timer may fire a millisecond early.
    expect(performance.now() - begun).toBeGreaterThanOrEqual(59)
  })
})
