import type { SessionPorts } from '../ports'
import type { Logout } from './logout'
import type { Siblings } from './siblings'

/** After a thaw, requests wait at most this long for the store; ms. */
const LOOK_BOUND = 500

interface PresenceParts {
  readonly siblings: Siblings
  /** While paused, nothing leaves. */
  readonly requests: { pause(value: boolean): void }
  readonly renewal: { froze(): void; thawed(): void; online(): void }
  readonly logout: Pick<Logout, 'retry'>
}

/** Whether a session is in use: while it is, it listens to page, channel and store, and its timers run. */
export function createPresence(ports: SessionPorts, { siblings, requests, renewal, logout }: PresenceParts) {
  const { deadlines, settings, store, tell, vault } = ports
  let stopListening: (() => void) | null = null
  let pauses = 0
  let isHidden = false

  /** Tells the chart if a moment of the token's life has passed, or if the page had been hidden from it. Timers of hidden pages sleep too. */
  const checkClock = () => {
    if (isHidden) return
    const { renewAt, usableUntil } = vault.current?.facts ?? {}
    const at = deadlines.now()
    const passed = [renewAt, usableUntil].some((moment) => moment && at >= moment)
    if (passed || !settings.whileHidden) tell({ type: 'lifecycle.woke', at })
  }

  /** One look at the clock and at the store. */
  const woke = () => {
    isHidden = false
    checkClock()
    deadlines.wake()
    return siblings.look()
  }

  /** Keeps requests from leaving until `look` is over. */
  const pauseFor = (look: Promise<void>) => {
    const mine = ++pauses
    requests.pause(true)
    deadlines.within(LOOK_BOUND, look, () => {}).then(() => mine === pauses && requests.pause(false))
  }

  /** From here on, so that nothing leaves before the look that follows the thaw, whoever hears of the thaw first. */
  const froze = () => {
    renewal.froze()
    siblings.detach()
    if (store.scope !== 'page') pauseFor(new Promise(() => {}))
  }

  const thawed = () => {
    siblings.attach()
    renewal.thawed()
    const look = woke()
    if (store.scope !== 'page') pauseFor(look)
  }

  /** Suspends the session's own timers, unless somebody waits for what they bring. */
  const rest = () => {
    if (!stopListening && ports.waiting() === 0 && !ports.isRestoring()) deadlines.suspend()
  }

  return {
    checkClock,
    rest,

    isAttached: () => stopListening !== null,

    /** Listens; `again`: it did not for a while, so clock and store may have moved on. */
    attach(again: boolean): void {
      stopListening = ports.lifecycle.attach({
        woke,
        thawed,
        froze,
        hid() {
          isHidden = !settings.whileHidden
          if (isHidden) tell({ type: 'lifecycle.hid', at: deadlines.now() })
        },
        online() {
          renewal.online()
          logout.retry()
          if (!isHidden) woke()
        },
      })
      deadlines.resume()
      if (again) thawed()
      else siblings.attach()
    },

    detach(): void {
      if (stopListening) siblings.detach()
      stopListening?.()
      stopListening = null
      rest()
    },
  }
}
