import { describe, expect, test } from 'vitest'
import { first, fiveMinutes, lastFiveMinutes, login, MINUTE, second, stageSession } from './session-stage'

describe('restoring', () => {
  test('of an empty store leads to anonymous, for no reason', async () => {
    const stage = stageSession()
    await stage.restored({ found: 'nothing', at: 0 })
    expect(stage.context()).toMatchObject({ endReason: null, persistence: 'tab' })
    expect({ leaf: stage.leaf(), told: stage.told }).toEqual({ leaf: 'anonymous', told: [] })
  })

  test('of a session whose token is good leads to authenticated', async () => {
    const stage = stageSession()
    await stage.restored({ found: 'fresh', at: 0, ...login })
    expect(stage.leaf()).toBe('authenticated')
    expect(stage.told).toEqual([{ type: 'loggedIn', stamp: first, by: 'restore' }])
  })

  test('of a stale session that nothing can renew drops it', async () => {
    const stage = stageSession()
    await stage.restored({ found: 'stale', at: 0, ...login, token: lastFiveMinutes })
    expect(stage.leaf()).toBe('anonymous')
    expect(stage.context()).toMatchObject({ endReason: 'not_restored', persistence: 'tab' })
    expect(stage.dropped).toEqual(['not_restored'])
  })

  test('of a record that cannot be read leaves it alone and keeps nothing', async () => {
    const stage = stageSession()
    await stage.restored({ found: 'unreadable', at: 0 })
    expect(stage.leaf()).toBe('anonymous')
    expect(stage.context()).toMatchObject({ endReason: 'not_restored', persistence: 'volatile' })
    expect(stage.dropped).toEqual([])
  })

  test('survives a store that fails, and keeps nothing', async () => {
    const stage = stageSession()
    await stage.restoringFailed()
    expect(stage.leaf()).toBe('anonymous')
    expect(stage.context()).toMatchObject({ endReason: 'not_restored', persistence: 'volatile' })
  })

  test('gives up on a store that does not answer', async () => {
    const stage = stageSession({ restoreTimeout: 3_000 })
    stage.clock.increment(2_999)
    expect(stage.leaf()).toBe('restoring')
    stage.clock.increment(1)
    expect(stage.leaf()).toBe('anonymous')
    expect(stage.context()).toMatchObject({ endReason: 'not_restored', persistence: 'volatile' })
    await stage.restored({ found: 'fresh', at: 3_001, ...login })
    expect(stage.leaf()).toBe('anonymous')
  })
})

describe('proving', () => {
  test('that succeeds tells the login first and the token after it', async () => {
    const stage = stageSession()
    await stage.arriveIn('renewing.proving')
    await stage.renewalEnded({ outcome: 'renewed', at: 1, stamp: second, token: fiveMinutes })
    expect(stage.leaf()).toBe('authenticated')
    expect(stage.told).toEqual([
      { type: 'loggedIn', stamp: second, by: 'restore' },
      { type: 'renewed', stamp: second, expiresAt: 5 * MINUTE },
    ])
  })

  test.each([
    { type: 'sibling.renewed', at: 1, stamp: second, token: fiveMinutes },
    { type: 'tokens.replaced', at: 1, stamp: second, token: fiveMinutes, source: 'overdue' },
  ] as const)('that is overtaken by $type tells the login just so', async (event) => {
    const stage = stageSession()
    await stage.arriveIn('renewing.proving')
    stage.send(event)
    expect(stage.leaf()).toBe('authenticated')
    expect(stage.told).toEqual([
      { type: 'loggedIn', stamp: second, by: 'restore' },
      { type: 'renewed', stamp: second, expiresAt: 5 * MINUTE },
    ])
  })

  test('that is rejected leads to anonymous, not to expired', async () => {
    const stage = stageSession()
    await stage.arriveIn('renewing.proving')
    await stage.renewalEnded({ outcome: 'rejected', at: 1, reason: 'rejected' })
    expect(stage.leaf()).toBe('anonymous')
    expect(stage.context().endReason).toBe('not_restored')
    expect({ told: stage.told, dropped: stage.dropped }).toEqual({ told: [], dropped: ['rejected'] })
  })

  test.each(['logged_out', 'rejected'] as const)('that meets a tombstone (%s) leads to anonymous', async (reason) => {
    const stage = stageSession()
    await stage.arriveIn('renewing.proving')
    await stage.renewalEnded({ outcome: 'ended', at: 1, reason })
    expect({ leaf: stage.leaf(), told: stage.told }).toEqual({ leaf: 'anonymous', told: [] })
  })

  test('that a sibling sees expire leads to anonymous, since nobody was logged in', async () => {
    const stage = stageSession()
    await stage.arriveIn('renewing.proving')
    stage.send({ type: 'sibling.expired', at: 1, epoch: first.epoch, reason: 'rejected' })
    expect({ leaf: stage.leaf(), told: stage.told, dropped: stage.dropped }).toEqual({
      leaf: 'anonymous',
      told: [],
      dropped: ['rejected'],
    })
  })

  test('that takes too long makes callers wait, with the same renewal', async () => {
    const stage = stageSession({ restoreTimeout: 3_000 })
    await stage.arriveIn('renewing.proving')
    stage.clock.increment(3_000)
    expect(stage.leaf()).toBe('renewing.queuedRetry')
    expect(stage.context().proving).toBe(false)
    await stage.renewalEnded({ outcome: 'renewed', at: 4_000, stamp: second, token: fiveMinutes })
    expect(stage.leaf()).toBe('authenticated')
    expect(stage.told).toEqual([
      { type: 'loggedIn', stamp: first, by: 'restore' },
      { type: 'renewed', stamp: second, expiresAt: 5 * MINUTE },
    ])
  })

  test('that takes too long and is then rejected is an expiry', async () => {
    const stage = stageSession()
    await stage.arriveIn('renewing.proving')
    stage.clock.increment(5_000)
    await stage.renewalEnded({ outcome: 'rejected', at: 6_000, reason: 'answer_lost' })
    expect(stage.context().endReason).toBe('answer_lost')
    expect(stage.leaf()).toBe('expired')
  })
})
