import { setInterval } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { ada, openScene } from './scene'

test('with tokens of three seconds and a request every 50 ms, none reaches the server with an expired token', async () => {
  const { server, session, refreshes, url } = await openScene({ server: { accessLifetime: 3 } })
  await session.login(ada)
  const answers: Promise<Response>[] = []
  for await (const _ of setInterval(50)) {
    if (answers.length === 240) break
    answers.push(session.fetch(url('/api/tick/')))
  }
  const statuses = (await Promise.all(answers)).map(({ status }) => status)
  expect(statuses).toEqual(Array(240).fill(200))
  expect(server.requests.filter(({ bearer }) => bearer?.expired)).toEqual([])
  expect(server.count({ path: '/api/tick/' })).toBe(240)
  expect(refreshes()).toBeGreaterThan(1)
})
