import { describe, expect, test } from 'vitest'
import { ada, browsers, grace, refreshPath, strict } from './backstage'
import { openScene } from './scene'
import type { Tab } from './tab'

type Scene = Awaited<ReturnType<typeof openScene>>

const PATIENCE = { timeout: 60_000, interval: 100 }
const ADA = 1
const GRACE = 2

const userOf = async (tab: Tab) => (await tab.snapshot()).claims?.['user_id'] ?? null
const usersOf = (tabs: readonly Tab[]) => Promise.all(tabs.map(userOf))

/** Work done for one user and sent as another. */
const mixedUp = ({ server }: Scene) =>
  server.requests.filter(({ path, bearer }) => {
    const user = /^\/api\/of\/(\d+)\//.exec(path)?.[1]
    return user !== undefined && bearer !== null && bearer.userId !== Number(user)
  })
const workOf = ({ server }: Scene, user: number) => server.count({ path: `/api/of/${user}/`, status: 200 })

/** Whose logins the server would still renew. */
const aliveIn = ({ server }: Scene) =>
  server
    .families()
    .filter(({ alive }) => alive)
    .map(({ username }) => username)

describe.each(Object.entries(browsers))('in %s', (_, without) => {
  test.for([
    ['logs out and another logs in', true],
    ['hands over to another by a login', false],
  ] as const)(
    'where a user %s in one tab, no tab sends the work of one as the other',
    async ([, leaves], { annotate }) => {
      const scene = await openScene({ server: strict, tabs: 3, page: { without } })
      const { server, tabs } = scene
      const [first, second, third] = tabs as [Tab, Tab, Tab]
      for (const tab of tabs) await tab.work()
      await expect.poll(() => workOf(scene, ADA), PATIENCE).toBeGreaterThan(30)
      // What waits in the others at the moment of the switch.
      server.revokeAccess()
      const gate = server.faults.always({ path: refreshPath }, { kind: 'gate' })
      const waiting = [second, third].map((tab) => tab.ask(`/api/of/${ADA}/parked/`, { method: 'POST' }))
      await gate.arrived
      if (leaves) await first.logout()
      await first.login(grace)
      const parked = await Promise.all(waiting)
      gate.release()
      await expect.poll(() => usersOf(tabs), PATIENCE).toEqual([GRACE, GRACE, GRACE])
      const done = workOf(scene, GRACE)
      await expect.poll(() => workOf(scene, GRACE), PATIENCE).toBeGreaterThan(done + 30)
      await annotate(
        `done for ada ${workOf(scene, ADA)}, for grace ${workOf(scene, GRACE)}, mixed up ${mixedUp(scene).length}; parked: ${parked}`,
      )
      expect(mixedUp(scene)).toEqual([])
      expect(server.count({ path: `/api/of/${ADA}/parked/`, status: 200 })).toBe(0)
      expect(server.families().map(({ username, alive }) => ({ username, alive }))).toEqual([
        { username: 'ada', alive: false },
        { username: 'grace', alive: true },
      ])
    },
  )

  test('two tabs that log in as different users in the same moment end in one of them, everywhere', async ({
    annotate,
  }) => {
    const scene = await openScene({ server: strict, tabs: 3, page: { without } })
    const { tabs } = scene
    const [first, second, third] = tabs as [Tab, Tab, Tab]
    for (const tab of tabs) await tab.work()
    const said: string[] = []
    for (let round = 0; round < 3; round++) {
      await first.logout()
      await Promise.all(tabs.map((tab) => tab.until('loggedOut')))
      await Promise.all([first.login(ada), second.login(grace)])
      await expect.poll(async () => new Set(await usersOf(tabs)).size, PATIENCE).toBe(1)
      const user = (await userOf(third)) === ADA ? 'ada' : 'grace'
      await expect.poll(() => aliveIn(scene), PATIENCE).toEqual([user])
      expect(await scene.ask()).toEqual([200, 200, 200])
      expect(await usersOf(tabs)).toEqual(Array(3).fill(await userOf(third)))
      said.push(user)
    }
    await annotate(`who is in: ${said}; mixed up ${mixedUp(scene).length}`)
    expect(mixedUp(scene)).toEqual([])
  })

  test('what is held for a user is sent with nobody else’s login', async () => {
    const scene = await openScene({ server: strict, tabs: 2, page: { without } })
    const { server, tabs } = scene
    const [first, second] = tabs as [Tab, Tab]
    server.revokeFamilies()
    const held = second.ask(`/api/of/${ADA}/`, { method: 'POST', hold: true })
    await Promise.all(tabs.map((tab) => tab.until('expired')))
    await expect.poll(async () => (await second.snapshot()).held, PATIENCE).toBe(1)
    await first.login(grace)
    expect(await held).toBe('session_changed')
    expect(await scene.ask()).toEqual([200, 200])
    expect([mixedUp(scene), workOf(scene, ADA)]).toEqual([[], 0])
  })
})
