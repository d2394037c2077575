import { expect, test } from 'vitest'
import { lenient, refreshPath, strict } from './backstage'
import { openScene } from './scene'
import type { Tab } from './tab'

const comings = async (tab: Tab) => (await tab.diary()).filter((entry) => /^page(hide|show)/.test(entry))

test('a page that is logged in and idle is kept in the back/forward cache, with lock and channel in use', async () => {
  const scene = await openScene({ server: strict, tabs: 2 })
  const [tab, other] = scene.tabs as [Tab, Tab]
  scene.server.revokeAccess()
  expect(await tab.ask('/api/before/')).toBe(200)
  await tab.leave()
  scene.server.revokeAccess()
  expect(await other.ask('/api/other/')).toBe(200)
  await tab.comeBack()
  expect(await comings(tab)).toEqual(['pageshow', 'pagehide (kept)', 'pageshow (kept)'])
  expect(await tab.ask('/api/after/')).toBe(200)
  expect(await tab.stamp()).toEqual(await other.stamp())
  expect(scene.seen()).toEqual({ refreshes: 2, reuses: 0, revoked: 0 })
})

test('a page that is left in mid-rotation keeps nobody waiting, and overwrites nothing when it is back', async ({
  annotate,
}) => {
  const scene = await openScene({
    server: { ...lenient, accessLifetime: 300 },
    tabs: 2,
    page: { renewal: { requestTimeout: 30_000 } },
  })
  const { server } = scene
  const [tab, other] = scene.tabs as [Tab, Tab]
  server.revokeAccess()
  const gate = server.faults.next({ path: refreshPath }, { kind: 'gate', hold: 'answer' })
  tab.ask('/api/left/').catch(() => {})
  await gate.arrived
  await tab.leave()
  expect(await other.ask('/api/other/')).toBe(200)
  gate.release()
  await tab.comeBack()
  expect(await tab.ask('/api/back/')).toBe(200)
  const diary = await tab.diary()
  await annotate(`${JSON.stringify(scene.seen())}; ${diary.slice(diary.indexOf('pagehide (kept)')).join(', ')}`)
  expect(await comings(tab)).toEqual(['pageshow', 'pagehide (kept)', 'pageshow (kept)'])
  expect(diary).toContain('/api/left/ 200')
  expect([await tab.stamp(), await tab.stored()]).toEqual(Array(2).fill(await other.stamp()))
  expect(scene.seen()).toEqual({ refreshes: 2, reuses: 0, revoked: 0 })
})
