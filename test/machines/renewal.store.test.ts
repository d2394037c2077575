import { describe, expect, test } from 'vitest'
import { another, failed, next, stageRenewal, stamp, token, unmoved } from './renewal-stage'

describe('before anything is sent, the store', () => {
  test.each([
    {
      holds: 'a newer token',
      found: { found: 'newer', at: 10, stamp: next, token },
      result: { outcome: 'adopted', at: 10, stamp: next, token },
    },
    {
      holds: 'another login',
      found: { found: 'another', at: 10, ...another },
      result: { outcome: 'superseded', at: 10, ...another },
    },
    {
      holds: 'the mark of a logout',
      found: { found: 'ended', at: 10, reason: 'logged_out' },
      result: { outcome: 'ended', at: 10, reason: 'logged_out' },
    },
    {
      holds: 'a refresh token that has run out',
      found: { found: 'same', at: 10, exhausted: true, intentDeadline: null },
      result: { outcome: 'rejected', at: 10, reason: 'refresh_token_expired' },
    },
  ] as const)('that holds $holds makes a request needless', async ({ found, result }) => {
    const renewal = stageRenewal()
    await renewal.locked({ at: 0, granted: true })
    await renewal.reread(found)
    expect(renewal.result()).toEqual(result)
    expect(renewal.context().attempt).toBe(0)
    expect(renewal.called).toEqual(['releaseLock'])
  })

  test('that can’t be read keeps nobody from renewing', async () => {
    const renewal = stageRenewal()
    await renewal.failed('lock')
    await renewal.failed('reread')
    await renewal.failed('intend')
    expect(renewal.leaf()).toBe('exclusive.requesting')
    expect(renewal.inputOf('request')).toEqual({ stamp, attempt: 1, waiting: 0, requestTimeout: 10_000 })
  })
})

describe('a sibling’s unfinished intent', () => {
  test('is waited for, where no lock tells whether the sibling is alive', async () => {
    const renewal = stageRenewal()
    await renewal.locked({ at: 0, granted: false })
    await renewal.reread(unmoved(0, 30_000))
    expect(renewal.leaf()).toBe('exclusive.waitingForIntent')
    expect(renewal.inputOf('watch')).toEqual({ stamp, subject: 'store', deadline: 30_000 })
    renewal.clock.increment(29_999)
    expect(renewal.leaf()).toBe('exclusive.waitingForIntent')
    renewal.clock.increment(1)
    expect(renewal.leaf()).toBe('exclusive.rereading')
  })

  test('is over when the store moves', async () => {
    const renewal = stageRenewal()
    await renewal.locked({ at: 0, granted: false })
    await renewal.reread(unmoved(0, 30_000))
    await renewal.watched({ at: 5_000, answer: null })
    await renewal.reread({ found: 'newer', at: 5_001, stamp: next, token })
    expect(renewal.result()).toMatchObject({ outcome: 'adopted', stamp: next })
  })

  test('is waited for by the clock where the store can’t be watched', async () => {
    const renewal = stageRenewal()
    await renewal.locked({ at: 0, granted: false })
    await renewal.reread(unmoved(0, 30_000))
    await renewal.failed('watch')
    expect(renewal.leaf()).toBe('exclusive.waitingForIntent')
    renewal.clock.increment(30_000)
    expect(renewal.leaf()).toBe('exclusive.rereading')
  })

  test('is waited for although the lock is ours, where its holder went on without one', async () => {
    const renewal = stageRenewal()
    await renewal.locked({ at: 0, granted: true })
    await renewal.reread(unmoved(0, 30_000, true))
    expect(renewal.leaf()).toBe('exclusive.waitingForIntent')
  })

  test.each([
    { why: 'its deadline has passed', granted: false, intentDeadline: 900 },
    { why: 'the lock is ours, so its holder is dead', granted: true, intentDeadline: 30_000 },
  ])('is not waited for once $why, but a refusal is then a lost answer', async ({ granted, intentDeadline }) => {
    const renewal = stageRenewal()
    await renewal.locked({ at: 1_000, granted })
    await renewal.reread(unmoved(1_000, intentDeadline))
    await renewal.intended(1_000)
    await renewal.answered({ answer: 'refused', at: 1_100 })
    await renewal.confirmed(unmoved(1_110))
    expect(renewal.result()).toEqual({ outcome: 'rejected', at: 1_110, reason: 'answer_lost' })
  })
})

describe('the lock', () => {
  test('is asked for with the time that a request may take', () => {
    expect(stageRenewal().inputOf('lock')).toEqual({ stamp, requestTimeout: 10_000 })
  })

  test('that was granted for one try says nothing about the next', async () => {
    const renewal = stageRenewal()
    await renewal.send(0)
    await renewal.answered(failed(0, 1_000))
    renewal.clock.increment(1_000)
    await renewal.failed('lock')
    await renewal.reread(unmoved(1_000, 30_000))
    expect(renewal.leaf()).toBe('exclusive.waitingForIntent')
  })

  test('is given back for the length of a pause', async () => {
    const renewal = stageRenewal()
    await renewal.send(0)
    expect(renewal.called).toEqual([])
    await renewal.answered({ answer: 'offline', at: 10, retryAt: 60_000 })
    expect(renewal.called).toEqual(['releaseLock'])
  })
})

test('without a network the next try waits for it, at most until its time', async () => {
  const renewal = stageRenewal()
  await renewal.send(0)
  await renewal.answered({ answer: 'offline', at: 0, retryAt: 60_000 })
  expect(renewal.inputOf('watch')).toEqual({ stamp, subject: 'network', deadline: 60_000 })
  renewal.clock.increment(60_000)
  expect(renewal.leaf()).toBe('exclusive.waitingForLock')
  expect(renewal.context().armedAt).toBe(60_000)
})

test('a network that returns is made use of at once', async () => {
  const renewal = stageRenewal()
  await renewal.send(0)
  await renewal.answered({ answer: 'offline', at: 0, retryAt: 60_000 })
  await renewal.watched({ at: 7_000, answer: null })
  expect(renewal.leaf()).toBe('exclusive.waitingForLock')
  expect(renewal.context().armedAt).toBe(7_000)
})
