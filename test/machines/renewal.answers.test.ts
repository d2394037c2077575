import { describe, expect, test } from 'vitest'
import { failed, next, stageRenewal, stamp, token, unmoved } from './renewal-stage'

describe('an answer', () => {
  test('that grants is committed, announced, and ends the renewal', async () => {
    const renewal = stageRenewal()
    await renewal.send(0)
    await renewal.answered({ answer: 'granted', at: 100 })
    await renewal.committed({ committed: true, at: 120, stamp: next, token })
    expect(renewal.result()).toEqual({ outcome: 'renewed', at: 120, stamp: next, token })
    expect(renewal.called.toSorted()).toEqual(['announce', 'releaseLock'])
  })

  test('that grants what the store has moved past is not announced', async () => {
    const renewal = stageRenewal()
    await renewal.send(0)
    await renewal.answered({ answer: 'granted', at: 100 })
    await renewal.committed({ committed: false, at: 120 })
    expect(renewal.leaf()).toBe('exclusive.rereading')
    await renewal.reread({ found: 'newer', at: 130, stamp: next, token })
    expect(renewal.result()).toEqual({ outcome: 'adopted', at: 130, stamp: next, token })
    expect(renewal.called).toEqual(['releaseLock'])
  })

  test('that refuses counts once the store is seen to hold the same token', async () => {
    const renewal = stageRenewal()
    await renewal.send(0)
    await renewal.answered({ answer: 'refused', at: 100 })
    expect(renewal.result()).toBe(undefined)
    await renewal.confirmed(unmoved(110))
    expect(renewal.result()).toEqual({ outcome: 'rejected', at: 110, reason: 'rejected' })
  })

  test('that refuses a token which a sibling has spent does not count', async () => {
    const renewal = stageRenewal()
    await renewal.send(0)
    await renewal.answered({ answer: 'refused', at: 100 })
    await renewal.confirmed({ found: 'newer', at: 110, stamp: next, token })
    expect(renewal.result()).toEqual({ outcome: 'adopted', at: 110, stamp: next, token })
  })

  test('that refuses, after a try whose answer was lost, is put down to that', async () => {
    const renewal = stageRenewal()
    await renewal.send(0)
    await renewal.answered({ answer: 'failed', at: 100, mayHaveRotated: true, retryAt: 600, notBefore: null })
    renewal.clock.increment(500)
    await renewal.send(600)
    await renewal.answered({ answer: 'refused', at: 700 })
    await renewal.confirmed(unmoved(710))
    expect(renewal.result()).toEqual({ outcome: 'rejected', at: 710, reason: 'answer_lost' })
  })

  test('that failed without a rotation is not held against the next refusal', async () => {
    const renewal = stageRenewal()
    await renewal.send(0)
    await renewal.answered(failed(100, 600))
    renewal.clock.increment(500)
    await renewal.send(600)
    await renewal.answered({ answer: 'refused', at: 700 })
    await renewal.confirmed(unmoved(710))
    expect(renewal.result()).toMatchObject({ reason: 'rejected' })
  })

  test('that refuses counts even where the store can’t be read again', async () => {
    const renewal = stageRenewal()
    await renewal.send(50)
    await renewal.answered({ answer: 'refused', at: 100 })
    await renewal.failed('confirm')
    expect(renewal.result()).toEqual({ outcome: 'rejected', at: 50, reason: 'rejected' })
  })

  test('that can’t be committed is tried for again after the request time-out', async () => {
    const renewal = stageRenewal()
    await renewal.send(0)
    await renewal.answered({ answer: 'granted', at: 100 })
    await renewal.failed('commit')
    expect(renewal.context()).toMatchObject({ mayHaveRotated: true, retryAt: 10_000 })
    renewal.clock.increment(10_000)
    expect(renewal.leaf()).toBe('exclusive.waitingForLock')
  })
})

describe('an answer that is overdue', () => {
  async function overdue() {
    const renewal = stageRenewal()
    await renewal.send(0)
    renewal.clock.increment(10_000)
    return renewal
  }

  test('is waited for until three time-outs after it was sent', async () => {
    const renewal = await overdue()
    expect(renewal.leaf()).toBe('backingOff.overdue')
    expect(renewal.inputOf('watch')).toEqual({ stamp, subject: 'rotation', deadline: 30_000 })
    renewal.clock.increment(20_000)
    expect(renewal.leaf()).toBe('exclusive.waitingForLock')
  })

  test('is waited for just as long where the intent could not be written', async () => {
    const renewal = stageRenewal()
    await renewal.locked({ at: 40_000, granted: true })
    await renewal.reread(unmoved(40_000))
    await renewal.failed('intend')
    renewal.clock.increment(10_000)
    expect(renewal.inputOf('watch')).toEqual({ stamp, subject: 'rotation', deadline: 70_000 })
  })

  test('is found in the store if it was a grant', async () => {
    const renewal = await overdue()
    await renewal.watched({ at: 15_000, answer: { answer: 'granted', at: 15_000 } })
    await renewal.locked({ at: 15_000, granted: true })
    await renewal.reread({ found: 'newer', at: 15_001, stamp: next, token })
    expect(renewal.result()).toMatchObject({ outcome: 'adopted', stamp: next })
  })

  test('is confirmed if it was a refusal', async () => {
    const renewal = await overdue()
    await renewal.watched({ at: 15_000, answer: { answer: 'refused', at: 15_000 } })
    expect(renewal.leaf()).toBe('exclusive.confirmingRejection')
    await renewal.confirmed(unmoved(15_001))
    expect(renewal.result()).toEqual({ outcome: 'rejected', at: 15_001, reason: 'rejected' })
  })

  test('is followed by a pause if it was a failure', async () => {
    const renewal = await overdue()
    await renewal.watched({ at: 15_000, answer: failed(15_000, 23_000) })
    expect(renewal.leaf()).toBe('backingOff.pausing')
    expect(renewal.context()).toMatchObject({ armedAt: 15_000, retryAt: 23_000, mayHaveRotated: false })
  })

  test.each(['the timer', 'the watch'])('and never comes may have rotated, whether %s says so first', async (first) => {
    const renewal = await overdue()
    if (first === 'the watch') await renewal.watched({ at: 30_000, answer: null })
    else renewal.clock.increment(20_000)
    expect(renewal.leaf()).toBe('exclusive.waitingForLock')
    await renewal.send(30_000)
    await renewal.answered({ answer: 'refused', at: 30_100 })
    await renewal.confirmed(unmoved(30_110))
    expect(renewal.result()).toMatchObject({ reason: 'answer_lost' })
  })

  test('is waited for by the clock where it can’t be watched', async () => {
    const renewal = await overdue()
    await renewal.failed('watch')
    expect(renewal.leaf()).toBe('backingOff.overdue')
    renewal.clock.increment(20_000)
    expect(renewal.leaf()).toBe('exclusive.waitingForLock')
  })
})
