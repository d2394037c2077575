import { expect, test } from 'vitest'
import { first, fiveMinutes, MINUTE, second, stageSession } from './session-stage'

const runOut = (at: number) => ({ outcome: 'rejected', at, reason: 'refresh_token_expired' }) as const

test('a refresh token that has run out leaves the access token its life, and then says why the session ended', async () => {
  const stage = stageSession()
  await stage.arriveIn('authenticated')
  stage.clock.increment(4 * MINUTE)
  await stage.renewalEnded(runOut(4 * MINUTE))
  expect(stage.leaf()).toBe('authenticated')
  expect(stage.context()).toMatchObject({
    stamp: first,
    exhausted: true,
    token: { ...fiveMinutes, renewAt: null, renewable: false },
  })

  stage.clock.increment(MINUTE - 2_001)
  expect(stage.leaf()).toBe('authenticated')
  stage.clock.increment(1)
  expect(stage.leaf()).toBe('expired')
  expect(stage.told).toEqual([
    { type: 'expiring', stamp: first, expiresAt: fiveMinutes.expiresAt },
    { type: 'expired', reason: 'refresh_token_expired' },
  ])
  expect(stage.dropped).toEqual(['refresh_token_expired'])
})

test('an exhausted session that wakes past the end says the same', async () => {
  const stage = stageSession()
  await stage.arriveIn('renewing.refreshing')
  await stage.renewalEnded(runOut(1))
  stage.send({ type: 'lifecycle.woke', at: 5 * MINUTE })
  expect(stage.context().endReason).toBe('refresh_token_expired')
})

test('an exhausted session answers no demand and starts no renewal for a 401', async () => {
  const stage = stageSession()
  await stage.arriveIn('renewing.refreshing')
  await stage.renewalEnded(runOut(1))
  stage.send({ type: 'token.demanded', at: 2, stamp: first })
  stage.send({ type: 'request.unauthorized', at: 3, stamp: first, news: true, final: false })
  expect(stage.leaf()).toBe('authenticated')
})

test('a token from elsewhere revives an exhausted session', async () => {
  const stage = stageSession()
  await stage.arriveIn('renewing.refreshing')
  await stage.renewalEnded(runOut(1))
  stage.send({ type: 'tokens.replaced', at: 2, stamp: second, token: fiveMinutes, source: 'given' })
  expect(stage.context()).toMatchObject({ exhausted: false, token: fiveMinutes })
})

test('a refresh token that has run out ends the session at once if the access token was refused', async () => {
  const stage = stageSession()
  await stage.arriveIn('renewing.queuedRetry')
  await stage.renewalEnded(runOut(1))
  expect({ leaf: stage.leaf(), told: stage.told }).toEqual({
    leaf: 'expired',
    told: [{ type: 'expired', reason: 'refresh_token_expired' }],
  })
})

test('a refresh token that has run out ends the session at once if the access token has lapsed too', async () => {
  const stage = stageSession()
  await stage.arriveIn('renewing.refreshing')
  await stage.renewalEnded(runOut(5 * MINUTE - 2_000))
  expect(stage.leaf()).toBe('expired')
})

test('a final 401 ends a session whose token nothing can renew', async () => {
  const stage = stageSession()
  stage.logIn({ ...fiveMinutes, renewable: false })
  stage.send({ type: 'request.unauthorized', at: 1, stamp: first, news: true, final: false })
  expect(stage.leaf()).toBe('authenticated')
  stage.send({ type: 'request.unauthorized', at: 2, stamp: first, news: true, final: true })
  expect(stage.context().endReason).toBe('access_token_refused')
})
