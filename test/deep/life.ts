import { vi } from 'vitest'
import type { PasswordCredentials } from 'xstate-auth-session/backends'
import { createSiblings, createSimulatedTime, type Sibling } from 'xstate-auth-session/testing'
import { ada, grace, watch } from '../adversity/world'
import { createJournal } from './journal'
import { createServer } from './server'
import type { Browser, Life, Step } from './steps'
import { createWatchedStore } from './watched-store'

interface Tab {
  readonly id: number
  readonly sibling: Sibling<{ password: PasswordCredentials }>
  isFrozen: boolean
  /** Where in the order of all that happens something last kept answers from it: a freeze, a dead network, its end. */
  disturbedAt: number
}

const MOST_TABS = 10
const users = { ada, grace }

/** Numbers in [0, 1) that follow from the seed. */
function createRandom(seed: number) {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

/** Lives it, lets everything come to rest, and returns the journal. The same life always goes the same way. */
export async function live(browser: Browser, { seed, strict, accessLifetime, storeTakes, steps }: Life) {
  const random = createRandom(seed)
  const spy = vi.spyOn(Math, 'random').mockImplementation(random)
  const time = createSimulatedTime()
  const journal = createJournal(time)
  const tabs: Tab[] = []
  const everyTab = new Map<number, Tab>()
  const calls: { readonly tab: Tab; readonly what: string; readonly watched: { outcome: unknown } }[] = []
  let places = 0
  const nextPlace = () => ++places

  const server = createServer({
    time,
    journal,
    random,
    strict,
    accessLifetime,
    nextPlace,
    // Nobody can know of a rotation whose answer came to nobody: lost, or kept from a tab that froze, lost its network, or ended.
    onReuse(first, second) {
      const disturbedAt = everyTab.get(first.tab)?.disturbedAt ?? 0
      const text = `tab ${second.tab} spends what tab ${first.tab} spends`
      journal.judge(text, first.isLost || disturbedAt > first.place)
    },
  })
  const store = createWatchedStore({
    journal,
    pause: () => (storeTakes > 0 ? server.wait(random() * storeTakes) : null),
    familyOf: server.familyOf,
  })

  const loginOf = ({ sibling: { session } }: Tab) => {
    const { status, loggedIn } = session.getSnapshot()
    return loggedIn ? session.actor.getSnapshot().context.stamp?.epoch : status
  }

  /** Work is named by its tab, and by the login in which it was begun. */
  const fetch: typeof globalThis.fetch = (input, init) => {
    const [, id, login] = /work\/(\d+)\/(.+)$/.exec(String(input)) ?? []
    const family = server.familyOf(new Headers(init?.headers).get('authorization')?.split(' ')[1])
    if (id && family) {
      const present = loginOf(everyTab.get(Number(id)) as Tab)
      const isOwn = family === (store.familyOfEpoch(present) ?? family)
      const fits = isOwn && present?.includes('.') && (login === present || login === 'restoring')
      journal.judge(`tab ${id} sends work of ${login} with a token of login ${family.id}, now ${present}`, !!fits)
    }
    return server.fetch(input, init)
  }
  const { open, sleep } = createSiblings({
    backend: { backend: server.backend, fetch },
    time,
    ...browser,
    storage: store.storage,
  })

  const call = (tab: Tab, what: string, promise: Promise<unknown>) => {
    calls.push({ tab, what: `${what} of tab ${tab.id}, call ${calls.length}`, watched: watch(promise) })
    journal.note(calls.at(-1)?.what as string)
  }

  const openTab = () => {
    const id = everyTab.size + 1
    const { renew } = server.backend
    const sibling = open({
      backend: {
        ...server.backend,
        renew: (tokens, call) =>
          renew(tokens, (request) => call({ ...request, headers: { ...request.headers, 'X-Tab': `${id}` } })),
      },
    })
    const tab: Tab = { id, sibling, isFrozen: false, disturbedAt: 0 }
    tabs.push(tab)
    everyTab.set(id, tab)
    let login = ''
    sibling.session.on('loggedIn', ({ stamp }) => {
      login = stamp.epoch
    })
    sibling.session.on('expired', ({ reason }) =>
      journal.judge(`tab ${id} is thrown out of ${login}: ${reason}`, store.hasBeenKilled(login)),
    )
    call(tab, 'start', sibling.session.start())
    return tab
  }

  const end = (tab: Tab, how: 'close' | 'crash') => {
    tab.disturbedAt = Number.POSITIVE_INFINITY
    tab.sibling[how]()
    tabs.splice(tabs.indexOf(tab), 1)
  }
  const thaw = (tab: Tab, how: 'show' | 'thaw') => {
    tab.sibling[how]()
    tab.isFrozen = false
  }
  const work = (tab: Tab) =>
    call(tab, 'work', tab.sibling.session.fetch(`${server.backend.baseUrl}/api/work/${tab.id}/${loginOf(tab)}`))

  /** What a user does in a tab: it is seen then. */
  const use = (run: (tab: Tab, step: Step) => void) => (tab: Tab, step: Step) => {
    thaw(tab, 'show')
    run(tab, step)
  }
  const deeds: Record<Step['does'], (tab: Tab, step: Step) => void> = {
    open: () => tabs.length < MOST_TABS && openTab(),
    close: (tab) => end(tab, 'close'),
    crash: (tab) => end(tab, 'crash'),
    hide: ({ sibling }) => sibling.hide(),
    show: (tab) => thaw(tab, 'show'),
    freeze(tab) {
      tab.sibling.freeze()
      tab.isFrozen = true
      tab.disturbedAt = nextPlace()
    },
    thaw: (tab) => thaw(tab, 'thaw'),
    goOffline(tab) {
      tab.sibling.goOffline()
      tab.disturbedAt = nextPlace()
    },
    goOnline: ({ sibling }) => sibling.goOnline(),
    sleep: (_, { ms }) => sleep(ms),
    refuse: () => server.refuse(),
    fall: (_, { mood, times }) => server.fall(mood, times),
    work: use(work),
    'all work': () => tabs.filter(({ isFrozen }) => !isFrozen).forEach(work),
    accessToken: use((tab, { minValidFor }) =>
      call(tab, 'accessToken', tab.sibling.session.accessToken({ minValidFor })),
    ),
    login: use((tab, { user }) => call(tab, `login as ${user}`, tab.sibling.session.login(users[user]))),
    logout: use((tab) => call(tab, 'logout', tab.sibling.session.logout())),
  }

  const present = openTab()
  call(present, 'login', present.sibling.session.login(ada))
  await time.advance(2_000)
  for (const step of steps) {
    await time.advance(step.wait)
    const tab = tabs[step.tab % tabs.length] ?? openTab()
    journal.note(`${step.does} (${tab.id})`)
    deeds[step.does](tab, step)
  }

  journal.note('at rest')
  server.recover()
  for (const patience of [100_000, 5_000]) {
    for (const { sibling } of tabs) {
      sibling.goOnline()
      sibling.hide()
      sibling.show()
    }
    await time.advance(patience)
  }
  for (const { tab, what, watched } of calls) {
    const { outcome } = watched
    const isCode = typeof outcome === 'string' && outcome !== 'pending'
    const isSettled = isCode || [200, 401, 503].includes(Number(outcome)) || outcome instanceof TypeError
    journal.judge(`${what}: ${outcome}`, isSettled || (outcome === 'pending' && !tabs.includes(tab)))
  }
  const logins = tabs.map((tab) => (tab.sibling.session.getSnapshot().loggedIn ? loginOf(tab) : 'nobody'))
  journal.judge(`logins of the tabs: ${logins}`, new Set(logins).size <= 1)
  for (const { sibling } of tabs) sibling.session.dispose()
  await time.advance(40_000)
  journal.judge(`timers left: ${time.pending}`, time.pending === 0)
  spy.mockRestore()
  return journal
}
