import { describe, expect, test } from 'vitest'
import { openSlidingSite } from './sliding-site'

const me = '/api/me/'
const refresh = '/api-token-refresh/'

describe('successors from answers alone', () => {
  test('carry a user who goes on over three lives of a token, with the scheme JWT, without a call of the session’s own', async () => {
    const { session, get, pass, statuses, callsOf, told } = await openSlidingSite({
      lifetime: 20,
      server: { scheme: 'JWT' },
    })
    for (let second = 0; second < 60; second++) {
      expect(await get()).toBe(200)
      await pass(1)
    }
    expect([statuses(), callsOf(me).length, told.includes('expiring')]).toEqual([[200], 0, false])
    expect(session.getSnapshot()).toMatchObject({ status: 'authenticated', user: { username: 'ada' } })
  })

  test('carry tokens of two seconds through ten seconds of requests', async () => {
    const { get, pass, statuses } = await openSlidingSite({ lifetime: 2 })
    for (let tenth = 0; tenth < 100; tenth++) {
      await get()
      await pass(0.1, 100)
    }
    expect(statuses()).toEqual([200])
  })

  test('do not come to who asks for nothing: the end is foretold, and comes', async () => {
    const { session, pass, told } = await openSlidingSite({ lifetime: 20 })
    await pass(15)
    expect([told, session.getSnapshot().status]).toEqual([['expiring'], 'authenticated'])
    await pass(5)
    expect(told).toEqual(['expiring', 'expired'])
    expect(session.getSnapshot()).toMatchObject({ status: 'expired', endReason: 'access_token_expired' })
  })

  test('that only repeat the old claims are left alone, with one line in the timeline for each token', async () => {
    const { session, get, pass, diagnostics } = await openSlidingSite({ lifetime: 20, server: { reencodes: true } })
    const token = await session.accessToken()
    await pass(6)
    for (let second = 0; second < 10; second++) {
      await get()
      await pass(1)
    }
    expect([await session.accessToken(), diagnostics()]).toEqual([token, 1])
    await pass(4)
    expect(session.getSnapshot()).toMatchObject({ status: 'expired', endReason: 'access_token_expired' })
    await session.login({ username: 'ada', password: 'lovelace' })
    await pass(6)
    await get()
    expect(diagnostics()).toBe(2)
  })
})

describe('a keep-alive call', () => {
  const throttled = { lifetime: 60, server: { window: 20 }, backend: { keepAlive: me, window: 20_000 } }

  test('is made once in a life, inside the window and never before', async () => {
    const { session, pass, callsOf, told, statuses } = await openSlidingSite(throttled)
    await pass(39.5)
    expect(callsOf(me)).toEqual([])
    await pass(140)
    expect(callsOf(me).map(({ at }) => at)).toEqual([42, 84, 126, 168])
    expect([told, statuses()]).toEqual([Array(4).fill('renewed'), [200]])
    expect(session.getSnapshot().status).toBe('authenticated')
  })

  test('is not made where an answer has brought a successor in time', async () => {
    const { pass, get, callsOf } = await openSlidingSite(throttled)
    await pass(41)
    await get()
    await pass(41)
    expect(callsOf(me)).toEqual([])
  })

  test('that comes too early is no failure: it is made again, with half the time left', async () => {
    const { session, pass, callsOf, told } = await openSlidingSite({
      ...throttled,
      session: { renewal: { ahead: 25_000, jitter: 0 } },
    })
    await pass(55)
    expect(callsOf(me).map(({ at, hasSuccessor }) => [at, hasSuccessor])).toEqual([
      [35, false],
      [48, true],
    ])
    expect([told.includes('renewalDelayed'), session.getSnapshot().status]).toEqual([false, 'authenticated'])
    await pass(30)
    expect(session.getSnapshot()).toMatchObject({ status: 'authenticated', degraded: false })
  })

  test('to a server that only repeats the old claims ends with the token, after a bounded number of calls', async () => {
    const { session, pass, callsOf, told, statuses } = await openSlidingSite({
      lifetime: 60,
      server: { reencodes: true },
      backend: { keepAlive: me },
    })
    await pass(61, 250)
    expect(session.getSnapshot()).toMatchObject({ status: 'expired', endReason: 'refresh_token_expired' })
    expect(callsOf(me).length).toBeLessThan(20)
    expect([told.includes('renewalDelayed'), statuses()]).toEqual([false, [200]])
  })

  test('refused for a user who was deactivated ends the session', async () => {
    const { site, session, pass } = await openSlidingSite(throttled)
    await site.order('set-active', { userId: 1, active: false })
    await pass(45)
    expect(session.getSnapshot()).toMatchObject({ status: 'expired', endReason: 'rejected' })
  })
})

describe('the refresh view of djangorestframework-jwt', () => {
  const legacy = { lifetime: 20, successors: false, backend: { refreshPath: refresh } }

  test('renews a token before its end, though nobody asks', async () => {
    const { session, pass, callsOf, statuses } = await openSlidingSite(legacy)
    await pass(60)
    expect(callsOf(refresh).length).toBeGreaterThan(2)
    expect([session.getSnapshot().status, statuses()]).toEqual(['authenticated', [200]])
  })

  test('renews tokens that were obtained elsewhere', async () => {
    const { session, pass, callsOf } = await openSlidingSite(legacy)
    const accessToken = await session.accessToken()
    await session.logout()
    await session.setTokens({ accessToken })
    await pass(30)
    expect(callsOf(refresh).length).toBeGreaterThan(0)
    expect(session.getSnapshot().status).toBe('authenticated')
  })

  test('lets the last token run out, foretold, where the login has been prolonged as often as it may', async () => {
    const { session, pass, get, told, callsOf } = await openSlidingSite({ ...legacy, server: { limit: 5 } })
    await pass(15)
    expect(callsOf(refresh).map(({ status }) => status)).toEqual([400])
    expect([await get(), session.getSnapshot().status]).toEqual([200, 'authenticated'])
    await pass(6)
    expect(told.filter((type) => type !== 'renewed')).toEqual(['expiring', 'expired'])
    expect(session.getSnapshot()).toMatchObject({ status: 'expired', endReason: 'access_token_expired' })
    expect(callsOf(refresh)).toHaveLength(1)
  })

  test.each([
    ['deactivated', 'set-active', { userId: 1, active: false }],
    ['deleted', 'delete-user', { userId: 1 }],
  ])('ends the session of a user who was %s', async (_, deed, order) => {
    const { site, session, pass } = await openSlidingSite(legacy)
    await site.order(deed, order)
    await pass(15)
    expect(session.getSnapshot()).toMatchObject({ status: 'expired', endReason: 'rejected' })
  })
})
