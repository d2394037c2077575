import type { SessionPorts } from '../ports'
import type { Siblings } from './siblings'

/** After a thaw, requests wait at most this long for the store; ms. */
const LOOK_BOUND = 500

interface PresencePorts
  extends Pick<SessionPorts, 'deadlines' | 'lifecycle' | 'settings' | 'store' | 'tell' | 'vault'> {
  readonly siblings: Siblings
  /** Nothing leaves while true. */
  readonly pause: (value: boolean) => void
  readonly onFreeze: () => void
  readonly onOnline: () => void
  /** Whether somebody waits. */
  readonly isBusy: () => boolean
}

/** Whether a session is in use: while it is, it listens to page, channel and store, and its timers run. */
export class Presence {
  readonly #ports: PresencePorts
  #detach: (() => void) | null = null

  constructor(ports: PresencePorts) {
    this.#ports = ports
  }

  get attached(): boolean {
    return this.#detach !== null
  }

  /** Listens; `again`: it did not for a while, so clock and store may have moved on. */
  attach(again: boolean): void {
    if (this.#detach) return
    const { deadlines, lifecycle, settings, siblings, tell, onFreeze, onOnline } = this.#ports
    const stopListening = lifecycle.attach({
      woke: () => this.wake(),
      thawed: () => this.#thaw(),
      hid: () => {
        if (!settings.whileHidden) tell({ type: 'lifecycle.hid', at: deadlines.now() })
      },
      froze: onFreeze,
      online: () => {
        onOnline()
        this.wake()
      },
    })
    siblings.attach()
    this.#detach = () => {
      stopListening()
      siblings.detach()
    }
    deadlines.resume()
    if (again) this.#thaw()
  }

  detach(): void {
    this.#detach?.()
    this.#detach = null
    this.rest()
  }

  /** Suspends the session's own timers, unless somebody waits for what they bring. */
  rest(): void {
    if (!this.attached && !this.#ports.isBusy()) this.#ports.deadlines.suspend()
  }

  /** One look at the clock and, where others may write it, at the store. */
  wake(): void {
    const { deadlines, siblings, store } = this.#ports
    this.checkClock()
    deadlines.wake()
    if (store.scope !== 'page') siblings.look()
  }

  /** Tells the chart if a moment of the token's life has passed, or if the page had been hidden from it. */
  checkClock(): void {
    const { deadlines, settings, tell, vault } = this.#ports
    const { renewAt = null, usableUntil = null } = vault.current?.facts ?? {}
    const at = deadlines.now()
    const passed = [renewAt, usableUntil].some((moment) => moment !== null && at >= moment)
    if (passed || !settings.whileHidden) tell({ type: 'lifecycle.woke', at })
  }

  #thaw(): void {
    const { deadlines, siblings, store, pause } = this.#ports
    if (store.scope !== 'page') {
      pause(true)
      deadlines.within(LOOK_BOUND, siblings.look(), () => {}).then(() => pause(false))
    }
    this.wake()
  }
}
