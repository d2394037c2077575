import { setTimeout } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { refreshPath, strict } from './backstage'
import { openScene } from './scene'
import type { Tab } from './tab'

type Scene = Awaited<ReturnType<typeof openScene>>

const HOUR = 3_600_000
const brief = { ...strict, accessLifetime: 4 }
const PATIENCE = { timeout: 60_000, interval: 100 }

/** Requests that came with a token whose time was over. */
const tooLate = ({ server }: Scene) => server.requests.filter(({ bearer }) => bearer?.expired).length
const refusals = ({ server }: Scene) => server.count({ status: 401 })
const sentBy = async (tab: Tab) => (await tab.diary()).filter((entry) => entry.startsWith('sent'))

test('a tab that was frozen past the end of its token sends nothing with it: the first answer is a 200', async ({
  annotate,
}) => {
  const scene = await openScene({ server: brief, tabs: 1 })
  const [tab] = scene.tabs as [Tab]
  await tab.askOn('resume', '/api/first/')
  await tab.freeze()
  const before = scene.seen().refreshes
  await setTimeout(5_000)
  expect(scene.seen().refreshes).toBe(before)
  await tab.thaw()
  await expect.poll(() => tab.diary(), PATIENCE).toContain('/api/first/ 200')
  const diary = await tab.diary()
  const since = diary.slice(diary.indexOf('resume'))
  await annotate(since.join(', '))
  expect(since.filter((entry) => entry.startsWith('sent'))).toEqual([
    `sent POST ${refreshPath}`,
    'sent GET /api/first/ with a token',
  ])
  expect([tooLate(scene), refusals(scene)]).toEqual([0, 0])
})

test('five tabs of a machine that slept for an hour make one renewal, and every first answer is a 200', async ({
  annotate,
}) => {
  const scene = await openScene({ server: { ...strict, accessLifetime: 300 }, tabs: 5 })
  const [first] = scene.tabs as [Tab]
  await first.hide()
  await scene.sleep(HOUR)
  const [answers] = await Promise.all([scene.ask(), first.show()])
  await annotate(`${answers}; ${JSON.stringify(scene.seen())}`)
  expect(answers).toEqual(Array(5).fill(200))
  expect([tooLate(scene), refusals(scene)]).toEqual([0, 0])
  expect(scene.seen()).toEqual({ refreshes: 1, reuses: 0, revoked: 0 })
})

test('a tab that is offline past the end of its token keeps the session, and answers who waits as soon as it is online', async ({
  annotate,
}) => {
  const scene = await openScene({ server: brief, tabs: 1 })
  const [tab] = scene.tabs as [Tab]
  await tab.goOffline()
  await tab.until('queuedRetry')
  const sent = await sentBy(tab)
  const answers = Promise.all([1, 2, 3].map((each) => tab.ask(`/api/waiting/${each}/`)))
  await expect.poll(async () => (await tab.snapshot()).waiting, PATIENCE).toBe(3)
  await setTimeout(5_000)
  const { status, endReason, waiting } = await tab.snapshot()
  expect({ status, endReason, waiting }).toEqual({ status: 'queuedRetry', endReason: null, waiting: 3 })
  expect(await sentBy(tab)).toEqual(sent)
  await tab.goOnline()
  expect(await answers).toEqual([200, 200, 200])
  const since = (await sentBy(tab)).slice(sent.length)
  await annotate(`${since.join(', ')}; ${JSON.stringify(scene.seen())}`)
  expect(since.slice(0, 4)).toEqual([
    `sent POST ${refreshPath}`,
    ...[1, 2, 3].map((each) => `sent GET /api/waiting/${each}/ with a token`),
  ])
  expect([tooLate(scene), refusals(scene)]).toEqual([0, 0])
  expect(scene.seen()).toMatchObject({ reuses: 0, revoked: 0 })
})

test('a server that can’t be reached past the end of the token costs tries, and no session', async ({ annotate }) => {
  const scene = await openScene({ server: brief, tabs: 1 })
  const [tab] = scene.tabs as [Tab]
  scene.server.network(false)
  await tab.until('queuedRetry')
  const answers = Promise.all([1, 2, 3].map((each) => tab.ask(`/api/waiting/${each}/`)))
  const tries = async () => (await sentBy(tab)).filter((entry) => entry === `sent POST ${refreshPath}`).length
  await expect.poll(tries, PATIENCE).toBeGreaterThanOrEqual(3)
  scene.server.network(true)
  expect(await answers).toEqual([200, 200, 200])
  await annotate(`${await tries()} tries; ${JSON.stringify(scene.seen())}`)
  expect([tooLate(scene), refusals(scene)]).toEqual([0, 0])
  expect(scene.seen()).toMatchObject({ reuses: 0, revoked: 0 })
})
