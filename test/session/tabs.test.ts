import { describe, expect, test } from 'vitest'
import { memoryStorage, type SessionStorage, webStorage } from 'xstate-auth-session'
import { codeOf } from './failure'
import { createFlight } from './flight'
import { eventually, statusOf } from './moments'
import { ada, openTimedScene, refreshPath, strict } from './scene'
import { createStorageArea } from './storage-area'

const stores: Record<string, () => SessionStorage> = {
  'localStorage, without a lock': () => webStorage(createStorageArea()),
  'a named store, with a lock': () => memoryStorage({ scope: `tabs of ${Math.random()}` }),
}

async function openTabs(storage: SessionStorage, count: number) {
  const flight = createFlight()
  const scene = await openTimedScene({ server: strict, session: { storage, fetch: flight.fetch } })
  const tabs = [scene.session, ...Array.from({ length: count - 1 }, () => scene.openSession())]
  await scene.session.login(ada)
  await Promise.all(tabs.map((tab) => tab.start()))
  const pass = (ms: number) => flight.pass(scene, ms)
  const ask = () => Promise.all(tabs.map((tab) => tab.fetch(scene.url('/api/me/'))))
  const soundness = async () => ({
    families: (await scene.server.families()).map(({ alive, reused }) => ({ alive, reused })),
    statuses: [...new Set(tabs.map((tab) => tab.getSnapshot().status))],
  })
  const sound = { families: [{ alive: true, reused: 0 }], statuses: ['authenticated'] }
  return { ...scene, tabs, pass, ask, soundness, sound }
}

describe.each(Object.entries(stores))('over %s', (_, open) => {
  describe.each([2, 5, 10])('%d tabs', (count) => {
    test('that are refused in the same moment make one renewal, and all are answered', async () => {
      const { server, ask, refreshes, soundness, sound } = await openTabs(open(), count)
      await server.revokeAccess()
      expect((await ask()).map(({ status }) => status)).toEqual(Array(count).fill(200))
      expect(refreshes()).toBe(1)
      expect(await soundness()).toEqual(sound)
    })

    test('whose timers ring in the same moment make one renewal each time', async () => {
      const { tabs, pass, ask, refreshes, soundness, sound } = await openTabs(open(), count)
      await pass(12_000)
      await Promise.all(tabs.map((tab) => statusOf(tab, 'authenticated')))
      expect(refreshes()).toBe(1)
      await pass(11_000)
      await Promise.all(tabs.map((tab) => statusOf(tab, 'authenticated')))
      expect(refreshes()).toBe(2)
      expect((await ask()).map(({ status }) => status)).toEqual(Array(count).fill(200))
      expect(await soundness()).toEqual(sound)
    })

    test('that wake past the end of the token in the same moment make one renewal, and all are answered', async () => {
      const { clock, pass, ask, refreshes, soundness, sound } = await openTabs(open(), count)
      clock.sleep(3_600_000)
      const answers = ask()
      await pass(3_000)
      expect((await answers).map(({ status }) => status)).toEqual(Array(count).fill(200))
      expect(refreshes()).toBe(1)
      expect(await soundness()).toEqual(sound)
    })
  })

  test('a tab that asks while another’s renewal is on the wire waits for it', async () => {
    const { server, tabs, pass, url, refreshes, soundness, sound } = await openTabs(open(), 2)
    await server.revokeAccess()
    const gate = server.faults.next({ path: refreshPath }, { kind: 'gate' })
    const first = tabs[0]!.fetch(url('/api/a/'))
    await gate.arrived
    const second = tabs[1]!.fetch(url('/api/b/'))
    await pass(2_000)
    gate.release()
    const answers = Promise.all([first, second])
    await pass(2_000)
    expect((await answers).map(({ status }) => status)).toEqual([200, 200])
    expect(refreshes()).toBe(1)
    expect(await soundness()).toEqual(sound)
  })

  test('a logout in one while another’s renewal is on the wire is a logout in both, and leaves nothing alive', async () => {
    const { server, tabs, pass, url } = await openTabs(open(), 2)
    await server.revokeAccess()
    const gate = server.faults.next({ path: refreshPath }, { kind: 'gate', hold: 'answer' })
    const waiting = codeOf(tabs[0]!.fetch(url('/api/a/')))
    await gate.arrived
    const done = tabs[1]!.logout()
    await pass(1_000)
    gate.release()
    await pass(12_000)
    await done
    expect(await waiting).toBe('logged_out')
    await Promise.all(tabs.map((tab) => statusOf(tab, 'loggedOut')))
    await eventually(async () => expect(await server.families()).toMatchObject([{ alive: false }]))
  })
})
