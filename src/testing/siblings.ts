import type { AuthBackend, LoginMethods } from '../backends/backend'
import { processChannel } from '../platform/channel'
import { processLock } from '../platform/lock'
import { memoryArea } from '../platform/memory-storage'
import type { SessionStorage } from '../platform/store'
import { webStorage } from '../platform/web-storage'
import { createSibling, type Sibling, type SiblingOptions } from './sibling'
import type { SimulatedTime } from './simulated-time'

export interface SiblingsOptions<Logins extends LoginMethods = LoginMethods> {
  /** How its tabs speak with the token server, and by which transport; `createFakeBackend()` has both. */
  readonly backend: { readonly backend: AuthBackend<Logins>; readonly fetch: typeof globalThis.fetch }
  readonly time: SimulatedTime
  /** Whether tabs can lock each other out, as by Web Locks. Default true. */
  readonly locks?: boolean | undefined
  /** Whether tabs hear of each other, as by `BroadcastChannel`. Default true. */
  readonly channel?: boolean | undefined
  /** What its tabs share. Default: a store in memory that compares before it sets. */
  readonly storage?: SessionStorage | undefined
  /** Options of every tab's session. */
  readonly session?: SiblingOptions<Logins> | undefined
}

/** A browser: tabs with a session each, over one store, in simulated time. */
export interface Siblings<Logins extends LoginMethods = LoginMethods> {
  /** Opens a tab. */
  open(options?: SiblingOptions<Logins>): Sibling<Logins>
  /** Those that have neither been closed nor crashed, in the order of opening. */
  readonly tabs: readonly Sibling<Logins>[]
  /** Moves on by `ms` while the device sleeps; the tabs that are seen are told as it wakes. */
  sleep(ms: number): void
}

let browsers = 0

export function createSiblings<Logins extends LoginMethods>(options: SiblingsOptions<Logins>): Siblings<Logins> {
  const { backend, time, locks = true, channel = true, session } = options
  const { storage = webStorage(memoryArea(), { scope: 'device' }) } = options
  const tabs = new Set<ReturnType<typeof createSibling<Logins>>>()
  const browser = {
    ...backend,
    name: `browser-${++browsers}`,
    clock: time.clock,
    storage,
    lock: locks ? processLock() : null,
    channel: channel ? processChannel() : null,
  }
  return {
    open(own) {
      const tab = createSibling(browser, { ...session, ...own }, () => void tabs.delete(tab))
      tabs.add(tab)
      return tab
    },
    get tabs() {
      return [...tabs]
    },
    sleep(ms) {
      time.sleep(ms)
      for (const tab of tabs) tab.wake()
    },
  }
}
