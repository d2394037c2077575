import { vi } from 'vitest'
import type { Recording } from 'xstate-auth-session'
import type { PasswordCredentials } from 'xstate-auth-session/backends'
import { createFakeBackend, createSiblings, createSimulatedTime, type Sibling } from 'xstate-auth-session/testing'

type Tab = Sibling<{ password: PasswordCredentials }>

const USERS = [
  { username: 'ada', password: 'lovelace' },
  { username: 'grace', password: 'hopper' },
]
const MOST_TABS = 3

/** Numbers in [0, 1) that follow from the seed. */
function createRandom(seed: number) {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

/** What the tabs of a browser record of a life of that many deeds, which chance chooses. The same seed gives the same life. */
export async function recordLife(seed: number, deeds: number): Promise<readonly Recording[]> {
  const random = createRandom(seed * 7_919 + 1)
  const spy = vi.spyOn(Math, 'random').mockImplementation(random)
  const upTo = (limit: number) => Math.floor(random() * limit)
  const pick = <T>(list: readonly T[]) => list[upTo(list.length)] as T
  const time = createSimulatedTime()
  const server = createFakeBackend({
    now: time.now,
    accessLifetime: 60 + upTo(240),
    refreshLifetime: pick([600, 86_400]),
    rotation: pick([true, true, false]),
  })
  const faults: (() => Response | Promise<Response>)[] = []
  server.intercept(({ path }, answer) => {
    if (path !== '/api/token/refresh/') return undefined
    const fault = faults.shift()
    if (!fault) return undefined
    if (random() < 0.5) answer()
    return fault()
  })
  const never = () => new Promise<Response>(() => {})
  const status = (code: number) => () => new Response('{}', { status: code })
  const browser = createSiblings({ backend: server, time, locks: pick([true, false]), channel: pick([true, false]) })
  const recordings: (() => Recording)[] = []
  const open = () => {
    const tab = browser.open({ renewal: { whileHidden: pick([true, false]) } })
    recordings.push(tab.session.timeline)
    tab.session.start().catch(() => {})
  }
  const quietly = (promise: Promise<unknown>) => void promise.catch(() => {})

  const does: Readonly<Record<string, (tab: Tab) => void>> = {
    open: () => browser.tabs.length < MOST_TABS && open(),
    login: ({ session }) => quietly(session.login(pick(USERS))),
    fetch: ({ session }) => quietly(session.fetch(`${server.baseUrl}/api/notes/`)),
    hold: ({ session }) => quietly(session.fetch(`${server.baseUrl}/api/notes/`, { hold: true })),
    demand: ({ session }) => quietly(session.accessToken({ minValidFor: pick([0, 40_000, 200_000]) })),
    logout: ({ session }) => random() < 0.3 && quietly(session.logout({ everywhere: random() < 0.3 })),
    acknowledge: ({ session }) => session.acknowledge(),
    hide: (tab) => tab.hide(),
    show: (tab) => tab.show(),
    freeze: (tab) => tab.freeze(),
    goOffline: (tab) => tab.goOffline(),
    goOnline: (tab) => tab.goOnline(),
    crash: (tab) => random() < 0.3 && tab.crash(),
    dispose(tab) {
      if (random() < 0.8) return
      tab.session.dispose()
      tab.crash()
    },
    sleep: () => browser.sleep(upTo(4_000_000)),
    refuse: () => server.revokeAccess(),
    end: () => random() < 0.3 && server.revokeRefresh(),
    fall: () =>
      void faults.push(pick([never, status(503), status(502), status(404), () => Promise.reject(new TypeError())])),
  }
  open()
  quietly((browser.tabs[0] as Tab).session.login(USERS[0] as (typeof USERS)[number]))
  for (let deed = 0; deed < deeds; deed++) {
    await time.advance(pick([0, upTo(500), upTo(20_000), upTo(200_000)]))
    if (browser.tabs.length === 0) open()
    does[pick(Object.keys(does))]?.(pick(browser.tabs))
  }
  await time.advance(1_000)
  spy.mockRestore()
  return recordings.map((record) => JSON.parse(JSON.stringify(record())))
}
