import { describe, expect, test } from 'vitest'
import { first, fiveMinutes, leaves, login, stageSession } from './session-stage'

const loggedOut = leaves.filter((leaf) => leaf.startsWith('loggedOut'))
const others = leaves.filter((leaf) => !leaf.startsWith('loggedOut'))
const unproved = ['restoring', 'renewing.proving'] as const

describe('a logout', () => {
  test.each(others)('in %s forgets the session, tells so, and revokes what was alive', async (leaf) => {
    const stage = stageSession()
    await stage.arriveIn(leaf)
    const { stamp } = stage.context()
    stage.send({ type: 'user.loggedOut', at: 1, everywhere: true })
    expect(stage.leaf()).toBe('loggedOut.revoking')
    expect(stage.context()).toMatchObject({ stamp: null, subject: null, endReason: null, delay: null, proving: false })
    expect(stage.inputOf('revoke')).toEqual({ stamp, everywhere: true })
    expect(stage.told).toEqual([{ type: 'loggedOut', by: 'user' }])
  })

  test.each(loggedOut)('in %s changes nothing', async (leaf) => {
    const stage = stageSession()
    await stage.arriveIn(leaf)
    const before = stage.context()
    stage.send({ type: 'user.loggedOut', at: 1, everywhere: true })
    expect({ leaf: stage.leaf(), context: stage.context(), told: stage.told }).toEqual({
      leaf,
      context: before,
      told: [],
    })
  })

  test('in restoring voids what the store is found to hold', async () => {
    const stage = stageSession()
    stage.send({ type: 'user.loggedOut', at: 1, everywhere: false })
    await stage.restored({ found: 'fresh', at: 2, ...login })
    expect(stage.leaf()).toBe('loggedOut.revoking')
  })

  test.each(['renewing.refreshing', 'renewing.queuedRetry', 'renewing.proving'] as const)(
    'in %s voids the token that a renewal brings',
    async (leaf) => {
      const stage = stageSession()
      await stage.arriveIn(leaf)
      stage.send({ type: 'user.loggedOut', at: 1, everywhere: false })
      const stamp = { ...first, generation: 2 }
      await stage.renewalEnded({ outcome: 'renewed', at: 2, stamp, token: fiveMinutes })
      stage.send({ type: 'tokens.replaced', at: 3, stamp, token: fiveMinutes, source: 'overdue' })
      stage.send({ type: 'sibling.renewed', at: 3, stamp, token: fiveMinutes })
      expect(stage.leaf()).toBe('loggedOut.revoking')
      expect(stage.context().stamp).toBe(null)
    },
  )

  test('settles when the token is revoked', async () => {
    const stage = stageSession()
    await stage.arriveIn('loggedOut.revoking')
    await stage.revoked()
    expect(stage.leaf()).toBe('loggedOut.settled')
  })

  test('settles when the revocation fails', async () => {
    const stage = stageSession()
    await stage.arriveIn('loggedOut.revoking')
    await stage.revocationFailed()
    expect(stage.leaf()).toBe('loggedOut.settled')
  })

  test('settles after the request time-out when nobody answers', async () => {
    const stage = stageSession({ requestTimeout: 7_000 })
    await stage.arriveIn('loggedOut.revoking')
    stage.clock.increment(6_999)
    expect(stage.leaf()).toBe('loggedOut.revoking')
    stage.clock.increment(1)
    expect(stage.leaf()).toBe('loggedOut.settled')
  })

  test('gives way to the next login at once', async () => {
    const stage = stageSession()
    await stage.arriveIn('loggedOut.revoking')
    stage.send({ type: 'session.loggedIn', at: 1, ...login, stamp: { epoch: '2.b', generation: 1 } })
    expect(stage.leaf()).toBe('authenticated')
    expect(stage.told).toEqual([{ type: 'loggedIn', stamp: { epoch: '2.b', generation: 1 }, by: 'user' }])
  })
})

describe('a sibling’s logout', () => {
  test.each(others.filter((leaf) => !unproved.some((other) => other === leaf)))(
    'in %s ends the session without a revocation',
    async (leaf) => {
      const stage = stageSession()
      await stage.arriveIn(leaf)
      stage.send({ type: 'sibling.loggedOut', at: 1, epoch: first.epoch })
      expect(stage.leaf()).toBe('loggedOut.settled')
      expect(stage.told).toEqual([{ type: 'loggedOut', by: 'sibling' }])
    },
  )

  test.each(unproved)('in %s leads to anonymous, since nobody was logged in here', async (leaf) => {
    const stage = stageSession()
    await stage.arriveIn(leaf)
    stage.send({ type: 'sibling.loggedOut', at: 1, epoch: first.epoch })
    expect({ leaf: stage.leaf(), told: stage.told }).toEqual({ leaf: 'anonymous', told: [] })
    expect(stage.context()).toMatchObject({ stamp: null, subject: null, endReason: null })
  })

  test('in proving that has taken too long is a logout', async () => {
    const stage = stageSession({ restoreTimeout: 3_000 })
    await stage.arriveIn('renewing.proving')
    stage.clock.increment(3_000)
    stage.send({ type: 'sibling.loggedOut', at: 3_001, epoch: first.epoch })
    expect(stage.leaf()).toBe('loggedOut.settled')
    expect(stage.told).toEqual([
      { type: 'loggedIn', stamp: first, by: 'restore' },
      { type: 'loggedOut', by: 'sibling' },
    ])
  })

  test.each(loggedOut)('in %s changes nothing', async (leaf) => {
    const stage = stageSession()
    await stage.arriveIn(leaf)
    stage.send({ type: 'sibling.loggedOut', at: 1, epoch: first.epoch })
    expect({ leaf: stage.leaf(), told: stage.told }).toEqual({ leaf, told: [] })
  })

  test.each(['authenticated', 'renewing.refreshing', 'renewing.queuedRetry', 'renewing.proving'] as const)(
    'from an earlier login is dropped in %s',
    async (leaf) => {
      const stage = stageSession()
      await stage.arriveIn(leaf)
      stage.send({ type: 'sibling.loggedOut', at: 1, epoch: '0.z' })
      expect(stage.leaf()).toBe(leaf)
    },
  )
})
