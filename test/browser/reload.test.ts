import { describe, expect, test } from 'vitest'
import { lenient, refreshPath, strict } from './backstage'
import { openScene } from './scene'
import type { Tab } from './tab'

const RELOADS = 10
const PATIENCE = { timeout: 60_000, interval: 100 }

type Scene = Awaited<ReturnType<typeof openScene>>

/** Reloads the tab while the server holds its answer. */
async function reloadInMidRotation({ server }: Scene, tab: Tab, hold: 'request' | 'answer') {
  server.revokeAccess()
  const gate = server.faults.next({ path: refreshPath }, { kind: 'gate', hold })
  tab.ask('/api/aborted/').catch(() => {})
  await gate.arrived
  await tab.reload()
  return gate
}

test.for(['request', 'answer'] as const)(
  'ten quick reloads, each with a rotation in flight (%s held), cost no login where the server has a grace',
  async (hold, { annotate }) => {
    const scene = await openScene({ server: { ...lenient, accessLifetime: 300 }, tabs: 1 })
    const [tab] = scene.tabs as [Tab]
    for (let done = 0; done < RELOADS; done++) (await reloadInMidRotation(scene, tab, hold)).release()
    expect(await tab.ask('/api/last/')).toBe(200)
    const [family] = scene.server.families()
    await annotate(`${JSON.stringify(scene.seen())}; forgiven ${family?.graced}`)
    expect(scene.seen()).toEqual({ refreshes: RELOADS + 1, reuses: 0, revoked: 0 })
    expect((await tab.snapshot()).status).toBe('authenticated')
  },
)

describe('where the server has no grace', () => {
  test('a reload whose rotation was answered into the void costs the login, with one reuse, and says why', async ({
    annotate,
  }) => {
    const scene = await openScene({ server: { ...strict, accessLifetime: 300 }, tabs: 1 })
    const [tab] = scene.tabs as [Tab]
    const gate = await reloadInMidRotation(scene, tab, 'answer')
    gate.release()
    expect(await tab.ask('/api/first/')).toBe('session_expired')
    expect(await tab.ask('/api/second/')).toBe('session_expired')
    const { status, endReason } = await tab.snapshot()
    await annotate(`${endReason}; ${JSON.stringify(scene.seen())}`)
    expect({ status, endReason }).toEqual({ status: 'expired', endReason: 'answer_lost' })
    expect(scene.seen()).toEqual({ refreshes: 2, reuses: 1, revoked: 1 })
  })

  test('a reload whose request arrives after that of the page that follows costs the login as soon as it arrives', async ({
    annotate,
  }) => {
    const scene = await openScene({ server: { ...strict, accessLifetime: 300 }, tabs: 1 })
    const [tab] = scene.tabs as [Tab]
    const gate = await reloadInMidRotation(scene, tab, 'request')
    expect(await tab.ask('/api/first/')).toBe(200)
    gate.release()
    await expect.poll(() => scene.seen().revoked, PATIENCE).toBe(1)
    expect(await tab.ask('/api/second/')).toBe('session_expired')
    const { status, endReason } = await tab.snapshot()
    await annotate(`${endReason}; ${JSON.stringify(scene.seen())}`)
    expect({ status, endReason }).toEqual({ status: 'expired', endReason: 'rejected' })
    expect(scene.seen()).toEqual({ refreshes: 3, reuses: 1, revoked: 1 })
  })

  test('a tab that is reloaded ten times, and a window opened, while another tab renews, reuse nothing', async ({
    annotate,
  }) => {
    const scene = await openScene({ server: { ...strict, accessLifetime: 300 }, tabs: 2 })
    const { server, seen } = scene
    const [renewing, reloaded] = scene.tabs as [Tab, Tab]
    server.revokeAccess()
    const gate = server.faults.next({ path: refreshPath }, { kind: 'gate' })
    const answers = [renewing.ask('/api/renewing/')]
    await gate.arrived
    for (let done = 0; done < RELOADS; done++) {
      reloaded.ask('/api/aborted/').catch(() => {})
      await reloaded.reload()
    }
    const opened = await renewing.openWindow()
    answers.push(reloaded.ask('/api/reloaded/'), opened.ask('/api/opened/'))
    await expect.poll(async () => (await opened.snapshot()).waiting, PATIENCE).toBe(1)
    gate.release()
    expect(await Promise.all(answers)).toEqual([200, 200, 200])
    await annotate(JSON.stringify(seen()))
    expect(seen()).toEqual({ refreshes: 1, reuses: 0, revoked: 0 })
  })

  test('a window opened while its opener renews a token that is out of time waits for it', async ({ annotate }) => {
    const scene = await openScene({ server: { ...strict, accessLifetime: 4 }, tabs: 1 })
    const { server, seen } = scene
    const [opener] = scene.tabs as [Tab]
    const gate = server.faults.next({ path: refreshPath }, { kind: 'gate' })
    await opener.until('queuedRetry')
    const opened = await opener.openWindow()
    const answers = Promise.all([opener.ask('/api/opener/'), opened.ask('/api/opened/')])
    await expect.poll(async () => (await opened.snapshot()).waiting, PATIENCE).toBe(1)
    gate.release()
    expect(await answers).toEqual([200, 200])
    await annotate(JSON.stringify(seen()))
    expect(seen()).toMatchObject({ reuses: 0, revoked: 0 })
    expect(server.count({ status: 401 })).toBe(0)
  })
})
