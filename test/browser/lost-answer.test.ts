import { describe, expect, test } from 'vitest'
import { ada, browsers, refreshPath, strict } from './backstage'
import { openScene } from './scene'
import type { Tab } from './tab'

const graceful = { rotation: true, reuse: { graceMs: 10_000 } }
const PATIENCE = { timeout: 60_000, interval: 100 }

describe.each(Object.entries(browsers))('in %s', (_, without) => {
  test.each(['cut', 'dropAfter'] as const)(
    'a server with a grace of 10 s loses nothing by an answer that is lost (%s)',
    async (kind) => {
      const { server, ask, seen } = await openScene({ server: graceful, tabs: 3, page: { without } })
      server.revokeAccess()
      server.faults.next({ path: refreshPath }, { kind })
      expect(await ask()).toEqual([200, 200, 200])
      expect(await ask()).toEqual([200, 200, 200])
      expect(server.families()).toMatchObject([{ alive: true, graced: 1 }])
      expect(seen()).toEqual({ refreshes: 2, reuses: 0, revoked: 0 })
    },
  )

  test('without a grace the session ends, every tab says why, and held work is sent after the same user’s login', async ({
    annotate,
  }) => {
    const { server, tabs, seen } = await openScene({ server: strict, tabs: 3, page: { without } })
    const [first, second, third] = tabs as [Tab, Tab, Tab]
    server.revokeAccess()
    server.faults.next({ path: refreshPath }, { kind: 'cut' })
    const work = { method: 'POST', body: 'a long form', headers: { 'X-Request-Id': 'form' }, hold: true }
    const held = second.ask('/api/form/', work)
    expect(await Promise.all([first.ask('/api/first/'), third.ask('/api/third/')])).toEqual(
      Array(2).fill('session_expired'),
    )
    await Promise.all(tabs.map((tab) => tab.until('expired')))
    const ends = await Promise.all(tabs.map(async (tab) => (await tab.snapshot()).endReason))
    expect(ends).toEqual(Array(3).fill('answer_lost'))
    await expect.poll(async () => (await second.snapshot()).held, PATIENCE).toBe(1)
    const lost = seen()
    await first.login(ada)
    expect(await held).toBe(200)
    await Promise.all(tabs.map((tab) => tab.until('authenticated')))
    await annotate(`${JSON.stringify(lost)}, ${ends}`)
    expect(server.executions.get('form')).toBe(1)
    expect(lost).toEqual({ refreshes: 2, reuses: 1, revoked: 1 })
  })
})

test('where a connection is cut before a word of the answer, the browser itself spends the token again', async ({
  annotate,
}) => {
  const { server, tabs, ask, seen } = await openScene({ server: strict, tabs: 2 })
  // A connection that was in use before: on a new one nothing is sent twice.
  expect(await ask()).toEqual([200, 200])
  server.revokeAccess()
  server.faults.next({ path: refreshPath }, { kind: 'dropAfter' })
  expect(await ask()).toEqual(Array(2).fill('session_expired'))
  const sent = await Promise.all(
    tabs.map(async (tab) => (await tab.diary()).filter((entry) => entry === `sent POST ${refreshPath}`).length),
  )
  await annotate(`sent by the tabs: ${sent}; ${JSON.stringify(seen())}`)
  expect(sent.reduce((sum, count) => sum + count)).toBe(1)
  expect(seen()).toEqual({ refreshes: 2, reuses: 1, revoked: 1 })
})
