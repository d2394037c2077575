import { describe, expect, test } from 'vitest'
import { isDjango } from '../backends/open-server'
import { codeOf } from './failure'
import { race } from './race'
import { openScene } from './scene'

describe('ten separate clients that race for one refresh token', () => {
  test.each([
    ['does not rotate', { rotation: false }],
    ['rotates and still takes the token before', { rotation: true, blacklist: false }],
  ])('all go on where the server %s, with one call each', async (_, server) => {
    const scene = await openScene({ server })
    const { clients, outcomes, rejections } = await race(scene)
    expect(outcomes).toEqual(Array(10).fill(200))
    expect(clients.map((client) => client.getSnapshot().status)).toEqual(Array(10).fill('authenticated'))
    expect(scene.refreshes()).toBe(10)
    expect(await rejections()).toEqual([])
  })

  test('each go on or end with a reason where the server blacklists what it rotates, and then are at rest', async () => {
    const scene = await openScene({ server: { rotation: true, blacklist: true } })
    const { server, refreshes, url } = scene
    const { clients, outcomes, rejections } = await race(scene)
    const winners = clients.filter((_, index) => outcomes[index] === 200)
    const losers = clients.filter((_, index) => outcomes[index] === 'session_expired')
    expect(winners.length + losers.length).toBe(10)
    expect(winners.length).toBeGreaterThanOrEqual(1)
    // Of a real Django's two processes more than one may find the token unspent; an error of its database is tried again.
    if (!isDjango) expect([winners.length, refreshes()]).toEqual([1, 10])
    expect(refreshes()).toBeLessThanOrEqual(30)
    for (const client of winners)
      expect(client.getSnapshot()).toMatchObject({ status: 'authenticated', loggedIn: true, endReason: null })
    for (const client of losers) {
      const { status, loggedIn, endReason } = client.getSnapshot()
      expect([status, loggedIn]).toEqual(['expired', false])
      expect(isDjango ? ['rejected', 'answer_lost'] : ['rejected']).toContain(endReason)
    }

    const before = [refreshes(), server.count()]
    const asked = winners.map((client) => client.fetch(url('/api/me/')).then(({ status }) => status))
    expect(await Promise.all(asked)).toEqual(winners.map(() => 200))
    const refused = losers.map((client) => codeOf(client.fetch(url('/api/me/'))))
    expect(await Promise.all(refused)).toEqual(losers.map(() => 'session_expired'))
    expect([refreshes(), server.count()]).toEqual([before[0], before[1]! + winners.length])
    expect(await rejections()).toEqual([])
  })
})
