import type { AuthSession } from '../auth-session'
import type { PasswordCredentials } from '../backends/logins'
import { memoryArea } from '../platform/memory-storage'
import { webStorage } from '../platform/web-storage'
import { createFakeBackend, type FakeBackend } from './fake-backend'
import { gateStorage } from './gated-storage'
import { holdRenewals } from './held-renewals'
import type { SessionAct } from './session-acts'
import type { SessionActs } from './session-paths'
import type { Sibling, SiblingOptions } from './sibling'
import { createSiblings } from './siblings'
import { createSimulatedTime, type SimulatedTime } from './simulated-time'

type Logins = { password: PasswordCredentials }

export interface SessionStageOptions {
  /** Shows the app, over the session of a page that has just been opened; what it returns takes the app away. */
  readonly open: (session: AuthSession<Logins>) => () => void
  /** Options of the session. */
  readonly session?: SiblingOptions<Logins> | undefined
}

/** Everything that it takes for {@link SessionActs} to happen to an app, in memory and on simulated time. */
export interface SessionStage {
  /** What the paths of `sessionPaths()` ask for. `ada` and `grace` log in. */
  readonly acts: SessionActs
  /** That of the page that is open. @throws Error where none is. */
  readonly session: AuthSession<Logins>
  readonly backend: FakeBackend
  readonly time: SimulatedTime
  /** Takes the app away and ends all sessions. */
  dispose(): void
}

/** A token's life, in ms. */
const LIFE = 300_000

const ADA = { username: 'ada', password: 'lovelace' }
const GRACE = { username: 'grace', password: 'hopper' }

/** A stage on which the paths of `sessionPaths()` are walked. */
export function createSessionStage({ open, session: options }: SessionStageOptions): SessionStage {
  const time = createSimulatedTime()
  const backend = createFakeBackend({ now: time.now, accessLifetime: LIFE / 1_000 })
  const renewals = holdRenewals(backend)
  const gate = gateStorage(webStorage(memoryArea(), { scope: 'device' }))
  // No renewal is overdue while a test looks on.
  const renewal = { requestTimeout: LIFE, ...options?.renewal }
  const session = { ...options, renewal }
  const browser = createSiblings({ backend, time, storage: gate.storage, session })
  const opened = new Set<Sibling<Logins>>()
  let page: Sibling<Logins> | null = null
  let takeAway = () => {}
  let logins = 0

  const openTab = () => {
    const tab = browser.open()
    opened.add(tab)
    return tab
  }
  const present = () => {
    if (!page) throw new Error('no page is open: let `acts.open` happen first')
    return page.session
  }
  const hasStatus = (...among: string[]) => among.includes(present().getSnapshot().status)
  const show = async () => {
    gate.shut()
    page = openTab()
    page.session.on('loggedIn', () => void logins++)
    const taking: unknown = open(page.session)
    if (typeof taking !== 'function')
      throw new TypeError('createSessionStage: `open` must return a function that takes the app away')
    takeAway = taking as () => void
    void page.session.start().catch(() => {})
    await time.settle()
  }
  const leave = () => {
    takeAway()
    takeAway = () => {}
    page?.close()
  }
  const elsewhere = async (run: (tab: Sibling<Logins>) => Promise<void>, isDone: () => boolean) => {
    const tab = openTab()
    void run(tab).catch(() => {})
    await until(isDone)
    tab.close()
  }
  const until = async (isDone: () => boolean, pace = 100): Promise<void> => {
    for (let turn = 0; !isDone() && turn < 1_000; turn++) {
      await time.advance(pace)
      if (!isDone()) await nextTask()
    }
    if (!isDone()) throw new Error(`the session is still ${present().getSnapshot().status}`)
  }
  const enter = (credentials: PasswordCredentials) => {
    let isOver = false
    const login = present()
      .login(credentials)
      .finally(() => {
        isOver = true
      })
    return Promise.race([login, until(() => isOver, 0).then(() => login)])
  }
  const isRenewing = () => hasStatus('queuedRetry') && renewals.isWaiting()

  const acts: Record<SessionAct, () => Promise<void>> = {
    open: show,
    async restore() {
      gate.open()
      await until(() => !hasStatus('restoring') || renewals.isWaiting())
    },
    logIn: () => enter(ADA),
    logInAsAnother: () => enter(GRACE),
    async logOut() {
      void present().logout()
      await until(() => hasStatus('loggedOut'))
    },
    async acknowledge() {
      present().acknowledge()
    },
    tokenDue: () => until(renewals.isWaiting, 1_000),
    tokenEnd: () => until(() => hasStatus('queuedRetry'), 1_000),
    async tokenRefused() {
      backend.revokeAccess()
      void present()
        .fetch(`${backend.baseUrl}/api/refused/`)
        .catch(() => {})
      await until(isRenewing)
    },
    async renewalGranted() {
      renewals.grant()
      await until(() => hasStatus('authenticated'))
    },
    async renewalFailed() {
      renewals.fail()
      await until(renewals.isWaiting)
    },
    async renewalRefused() {
      renewals.refuse()
      await until(() => hasStatus('expired', 'anonymous'))
    },
    async sleep() {
      browser.sleep(LIFE)
      await until(isRenewing)
    },
    reload() {
      leave()
      return show()
    },
    returnLate() {
      leave()
      time.sleep(LIFE)
      return show()
    },
    async logInElsewhere() {
      const before = logins
      const isThere = () => logins > before
      await elsewhere((tab) => tab.session.login(GRACE), isThere)
    },
    logOutElsewhere: () =>
      elsewhere(
        (tab) => tab.session.logout(),
        () => hasStatus('loggedOut'),
      ),
  }
  return {
    acts,
    backend,
    time,
    get session() {
      return present()
    },
    dispose() {
      leave()
      for (const tab of opened) tab.session.dispose()
    },
  }
}

/** Lets the platform do what it does not do within one task, such as reading a request's body. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(null)
  })
}
