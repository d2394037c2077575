import { setTimeout } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { ada, grace, lenient } from '../backstage'
import { startChromium } from '../chromium'
import { openScene } from '../scene'
import type { Tab } from '../tab'
import { openHeap } from './heap'

const LIFE = 180_000

/** By how much a heap may seem to grow though nothing does, since names and tokens are not all of one length; bytes a second. */
const BREATH = 50

/** What a caller may be told in a life in which users log in and out and the network goes; 401 where nobody is logged in. */
const FAIR = ['200', '401', 'TypeError', 'logged_out', 'session_changed']

/** Draws in [0, 1) that a seed repeats. */
function drawsFrom(seed: number) {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

test('three tabs live for three minutes: nobody is thrown out, all agree at the end, and no heap grows', async ({
  annotate,
}) => {
  const seed = Date.now() % 1_000_000
  await annotate(`seed ${seed}`)
  const draw = drawsFrom(seed)
  // Compiled code grows for minutes, until every function has been called often enough.
  const browser = await startChromium(['--js-flags=--jitless'])
  onTestFinished(() => browser.close())
  const { server, open, tabs, seen } = await openScene({
    server: { ...lenient, accessLifetime: 4 },
    tabs: 3,
    browser,
  })
  const idle = await open({ store: 'sessionStorage' })
  const heaps = await Promise.all([...tabs, idle].map(({ page }) => openHeap(page)))
  const pick = <T>(of: readonly T[]) => of[Math.floor(draw() * of.length)] as T

  const deeds: readonly ((tab: Tab) => unknown)[] = [
    () => server.revokeAccess(),
    () => server.revokeAccess(),
    (tab) => tab.show(),
    async (tab) => {
      await tab.freeze()
      await setTimeout(draw() * 2_000)
      await tab.thaw()
    },
    async (tab) => {
      await tab.goOffline()
      await setTimeout(draw() * 2_000)
      await tab.goOnline()
    },
    async (tab) => {
      if (draw() < 0.5) await tab.logout()
      await tab.login(pick([ada, grace]))
    },
  ]
  const live = async (ms: number) => {
    for (const end = Date.now() + ms; Date.now() < end; await setTimeout(draw() * 500)) await pick(deeds)(pick(tabs))
  }

  for (const tab of tabs) await tab.work()
  const isRecordingFull = async (tab: Tab) => (await tab.timeline()).events.length === 500
  while (!(await Promise.all(tabs.map(isRecordingFull))).every(Boolean)) await live(5_000)
  for (let lived = 0; lived < LIFE; lived += LIFE / 30) {
    await live(LIFE / 30)
    for (const heap of heaps) await heap.sample()
  }

  for (const tab of tabs) await tab.show()
  await tabs[0]?.login(ada)
  await Promise.all(
    tabs.map((tab) => expect.poll(async () => (await tab.snapshot()).claims?.['user_id']).toBeDefined()),
  )
  await setTimeout(3_000)
  const rest = await Promise.all(
    tabs.map(async (tab) => {
      const answered = await tab.ask('/api/last/')
      const { loggedIn, claims, lastLogin, endReason } = await tab.snapshot()
      return { answered, loggedIn, user: claims?.['user_id'], lastLogin, endReason }
    }),
  )
  const outcomes: Record<string, number> = {}
  for (const worked of await Promise.all(tabs.map((tab) => tab.worked())))
    for (const [outcome, times] of Object.entries(worked)) outcomes[outcome] = (outcomes[outcome] ?? 0) + times
  const trends = heaps.map((heap) => heap.trend())
  await annotate(JSON.stringify({ outcomes, ...seen() }))
  for (const { slope, error, level } of trends)
    await annotate(`heap ${(level / 1e6).toFixed(2)} MB, ${slope.toFixed(0)} ± ${error.toFixed(0)} bytes a second`)

  expect(Object.keys(outcomes).filter((outcome) => !FAIR.includes(outcome))).toEqual([])
  expect(rest).toEqual(Array(3).fill({ ...rest[0], answered: 200, loggedIn: true, endReason: null }))
  const still = trends.at(-1) as (typeof trends)[number]
  const growing = trends.filter(({ slope, error }) => slope - still.slope > BREATH + 3 * Math.hypot(error, still.error))
  expect(growing).toEqual([])
}, 900_000)
