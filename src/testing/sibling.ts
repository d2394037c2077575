import type { AuthSession } from '../auth-session'
import type { AuthBackend, LoginMethods } from '../backends/backend'
import { createAuthSession } from '../create-auth-session'
import type { AuthSessionOptions } from '../options'
import type { Channel } from '../platform/channel'
import type { Clock } from '../platform/clock'
import type { LifecycleListener } from '../platform/lifecycle'
import type { Lock } from '../platform/lock'
import type { SessionStorage } from '../platform/store'
import { createTabLoop } from './tab-loop'
import { tabChannel, tabClock, tabLock, tabStorage, tabTransport } from './tab-ports'

/** A tab of a browser, seen and online at first, with a session that starts with its first use. */
export interface Sibling<Logins extends LoginMethods = LoginMethods> {
  readonly session: AuthSession<Logins>
  hide(): void
  /** Shows it again, and thaws it first where need be. */
  show(): void
  /**
   * Hides it, where it is seen, tells its page, and stops it: timers, answers and messages wait for the thaw. Its lock is
   * free only if the page gives it back when it is told.
   */
  freeze(): void
  /** Tells the page, which is still hidden; what waited has its turn with the next `time.advance`. */
  thaw(): void
  /** Requests fail, and answers that come meanwhile are lost. */
  goOffline(): void
  goOnline(): void
  /** Is gone: its locks are free, its timers and answers never come, and nothing of it reaches store, server or siblings. */
  crash(): void
  /** As a user closes it: its page is hidden, and gone. Nobody disposes of the session. */
  close(): void
}

/** Options of a tab's session; the rest is its browser's. */
export type SiblingOptions<Logins extends LoginMethods = LoginMethods> = Partial<
  Omit<AuthSessionOptions<Logins>, 'clock' | 'storage' | 'fetch' | 'lifecycle' | 'lock' | 'channel'>
>

/** What the tabs of a browser share. */
export interface TabBrowser<Logins extends LoginMethods> {
  /** Sets its locks and messages apart from another browser's. */
  readonly name: string
  readonly backend: AuthBackend<Logins>
  readonly fetch: typeof globalThis.fetch
  readonly clock: Clock
  readonly storage: SessionStorage
  readonly lock: Lock | null
  readonly channel: Channel | null
}

/** `onEnd`: it is gone. */
export function createSibling<Logins extends LoginMethods>(
  browser: TabBrowser<Logins>,
  options: SiblingOptions<Logins>,
  onEnd: () => void,
) {
  const { backend, name, clock, lock, channel } = browser
  const listeners = new Set<LifecycleListener>()
  const loop = createTabLoop(clock)
  let hidden = false
  let online = true

  const signal = (type: keyof LifecycleListener) => () => {
    for (const listener of listeners) listener[type]()
  }
  const end = () => {
    loop.end()
    onEnd()
  }

  const tab = {
    session: createAuthSession<Logins>({
      backend,
      ...options,
      clock: tabClock(clock, loop),
      storage: tabStorage(browser.storage, loop),
      fetch: tabTransport(browser.fetch, () => online, loop),
      lock: lock && tabLock(lock, name, loop),
      channel: channel && tabChannel(channel, name, loop),
      lifecycle: {
        isOnline: () => online,
        attach(listener) {
          listeners.add(listener)
          return () => void listeners.delete(listener)
        },
      },
    }),
    hide() {
      if (hidden) return
      hidden = true
      loop.run(signal('hid'))
    },
    show() {
      tab.thaw()
      if (!hidden) return
      hidden = false
      loop.run(signal('woke'))
    },
    freeze() {
      tab.hide()
      loop.freeze(signal('froze'))
    },
    thaw: () => loop.thaw(signal('thawed')),
    goOffline() {
      if (!online) return
      online = false
      loop.run(signal('woke'))
    },
    goOnline() {
      if (online) return
      online = true
      loop.run(signal('online'))
    },
    /** The device has slept. */
    wake() {
      if (!hidden) loop.run(signal('woke'))
    },
    crash: end,
    close() {
      tab.hide()
      end()
    },
  }
  return tab satisfies Sibling<Logins>
}
