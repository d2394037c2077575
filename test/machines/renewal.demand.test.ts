import { describe, expect, test } from 'vitest'
import { failed, stageRenewal, unmoved } from './renewal-stage'

describe('a caller who begins to wait', () => {
  test('brings the next try forward, but not to less than two seconds after the last', async () => {
    const renewal = stageRenewal()
    await renewal.send(0)
    await renewal.answered(failed(0, 60_000))
    renewal.demand(500, 3)
    expect(renewal.context()).toMatchObject({ waiting: 3, retryAt: 2_000 })
    renewal.clock.increment(1_499)
    expect(renewal.leaf()).toBe('backingOff.pausing')
    renewal.clock.increment(1)
    expect(renewal.leaf()).toBe('exclusive.waitingForLock')
  })

  test('brings it forward at once where the last try is two seconds ago', async () => {
    const renewal = stageRenewal()
    await renewal.send(0)
    await renewal.answered(failed(0, 60_000))
    renewal.demand(2_000)
    expect(renewal.leaf()).toBe('exclusive.waitingForLock')
  })

  test('brings it forward no further than the callers before', async () => {
    const renewal = stageRenewal()
    await renewal.send(0)
    await renewal.answered(failed(0, 60_000))
    renewal.demand(500)
    const { retryAt } = renewal.context()
    renewal.demand(600, 2)
    renewal.demand(700, 3)
    expect(renewal.context()).toMatchObject({ retryAt, waiting: 3 })
    renewal.clock.increment(1_500)
    expect(renewal.leaf()).toBe('exclusive.waitingForLock')
  })

  test('sends no more than one try in two seconds, however many come', async () => {
    const renewal = stageRenewal()
    await renewal.send(0)
    for (let at = 0; at < 10_000; at += 100) {
      if (renewal.leaf() === 'exclusive.waitingForLock') await renewal.send(at)
      if (renewal.leaf() === 'exclusive.requesting') await renewal.answered(failed(at, at + 60_000))
      renewal.demand(at, at / 100)
      renewal.clock.increment(100)
    }
    expect(renewal.context().attempt).toBe(5)
  })

  test('brings nothing before the moment that the server has named', async () => {
    const renewal = stageRenewal()
    await renewal.send(0)
    await renewal.answered(failed(0, 30_000, 30_000))
    renewal.demand(29_999)
    renewal.clock.increment(29_999)
    expect(renewal.leaf()).toBe('backingOff.pausing')
    renewal.clock.increment(1)
    expect(renewal.leaf()).toBe('exclusive.waitingForLock')
  })

  test('brings a try forward to the moment that the server has named', async () => {
    const renewal = stageRenewal()
    await renewal.send(0)
    await renewal.answered(failed(0, 60_000, 30_000))
    renewal.demand(500)
    expect(renewal.context().retryAt).toBe(30_000)
  })

  test('leaves a try alone that is due sooner', async () => {
    const renewal = stageRenewal()
    await renewal.send(0)
    await renewal.answered(failed(0, 700))
    renewal.demand(500)
    expect(renewal.context().retryAt).toBe(700)
    renewal.clock.increment(700)
    expect(renewal.leaf()).toBe('exclusive.waitingForLock')
  })

  test('does not shorten the wait for an overdue answer', async () => {
    const renewal = stageRenewal()
    await renewal.send(0)
    renewal.clock.increment(10_000)
    expect(renewal.leaf()).toBe('backingOff.overdue')
    for (let at = 10_000; at < 30_000; at += 1_000) renewal.demand(at)
    renewal.clock.increment(19_999)
    expect(renewal.leaf()).toBe('backingOff.overdue')
    renewal.clock.increment(1)
    expect(renewal.leaf()).toBe('exclusive.waitingForLock')
  })

  test('does not make up for a missing network', async () => {
    const renewal = stageRenewal()
    await renewal.send(0)
    await renewal.answered({ answer: 'offline', at: 0, retryAt: 60_000 })
    renewal.demand(5_000)
    expect(renewal.leaf()).toBe('waitingForNetwork')
    await renewal.watched({ at: 6_000, answer: null })
    expect(renewal.leaf()).toBe('exclusive.waitingForLock')
  })

  test('cannot turn a request that fails by itself into a storm, even where the intent can’t be written', async () => {
    const renewal = stageRenewal()
    for (let at = 0; at < 10_000; at += 100) {
      if (renewal.leaf() === 'exclusive.waitingForLock') {
        await renewal.locked({ at, granted: true })
        await renewal.reread(unmoved(at))
        await renewal.failed('intend')
        await renewal.failed('request')
      }
      renewal.demand(at)
      renewal.clock.increment(100)
    }
    expect(renewal.context().attempt).toBe(5)
  })

  test.each([0, 2_500])('cannot do so either where the store and the lock fail too, from %i ms on', async (from) => {
    const renewal = stageRenewal()
    for (let at = 0; at < 10_000; at += 100) {
      if (renewal.leaf() === 'exclusive.waitingForLock')
        for (const actor of ['lock', 'reread', 'intend', 'request']) await renewal.failed(actor)
      if (at >= from) renewal.demand(at)
      renewal.clock.increment(100)
    }
    expect(renewal.context().attempt).toBe(5)
  })
})
