import { expect, test } from 'vitest'
import { codeOf } from '../session/failure'
import { passTime } from '../session/pass-time'
import { race } from '../session/race'
import { openTimedScene, refreshPath } from '../session/scene'

test('ten separate clients race for one refresh token, and its second use ends the login: each ends with a reason', async () => {
  const scene = await openTimedScene({ server: { rotation: true, reuse: 'revokes-family' } })
  const { server, clock, refreshes, url } = scene
  const { clients, outcomes, rejections } = await race(scene)
  expect(outcomes.map(String).sort()).toEqual(['401', ...Array(9).fill('session_expired')])
  expect([refreshes(), server.count({ path: refreshPath, status: 200 })]).toEqual([10, 1])

  await passTime(clock, 20_000)
  const ends = clients.map((client) => client.getSnapshot())
  expect(ends.map(({ status, endReason }) => [status, endReason])).toEqual(Array(10).fill(['expired', 'rejected']))
  expect(refreshes()).toBe(11)
  const before = server.count()
  expect(await Promise.all(clients.map((client) => codeOf(client.fetch(url('/api/me/')))))).toEqual(
    Array(10).fill('session_expired'),
  )
  await passTime(clock, 600_000, undefined, 60_000)
  expect(server.count()).toBe(before)
  expect(await rejections()).toEqual([])
})
