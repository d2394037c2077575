import type { Lock } from '../platform/lock'
import type { SessionPorts } from '../ports'

/** A live holder may hand over to another this many times before a waiter goes on without the lock. */
const MAX_HOLDERS = 10

/** This session's turn at the rotation, among those that share its store. Without a lock it is always its turn. */
export class Exclusivity {
  readonly #ports: SessionPorts
  readonly #lock: () => Lock | null
  readonly #name: string
  #release: (() => void) | null = null
  #needed = false

  constructor(ports: SessionPorts, lock: () => Lock | null, name: string) {
    this.#ports = ports
    this.#lock = lock
    this.#name = name
  }

  /**
   * Waits for the turn, at most until the deadline that its holder has published, and tells whether it was granted.
   * What it returns leaves the line.
   */
  enter(tell: (granted: boolean) => void): () => void {
    this.#needed = true
    const { deadlines, store, settings } = this.#ports
    // Nobody else sees an unshared store: an intent in it was left by a page that is gone.
    const lock = store.shared ? this.#lock() : null
    if (lock === null || this.#release !== null) {
      tell(!store.shared || lock !== null)
      return () => {}
    }
    const line = new AbortController()
    let cancel = () => {}
    let over = false
    const end = (granted: boolean) => {
      if (over) return
      over = true
      cancel()
      tell(granted)
    }
    lock.acquire(this.#name, line.signal).then(
      (release) => {
        if (over) return release()
        this.#release = release
        end(true)
      },
      () => end(false),
    )
    const wait = (holders: number, last: number) => {
      store
        .read()
        .then(({ intent }) => intent?.deadline ?? null)
        .catch(() => null)
        .then((published) => {
          if (over) return
          const now = deadlines.now()
          const bound = Math.min(published ?? now + settings.requestTimeout, now + 3 * settings.requestTimeout)
          const passed = bound <= now || holders === MAX_HOLDERS || (published === null && last > 0)
          if (passed) {
            line.abort()
            return end(false)
          }
          const handle = deadlines.set(bound, () => wait(holders + 1, bound))
          cancel = () => deadlines.cancel(handle)
        })
    }
    wait(0, 0)
    return () => {
      if (over) return
      over = true
      cancel()
      line.abort()
    }
  }

  /** The chart needs the turn no longer; it is kept while a rotation is on the wire. */
  leave(onTheWire: boolean): void {
    this.#needed = false
    if (!onTheWire) this.giveBack()
  }

  /** The rotation has settled. */
  settled(): void {
    if (!this.#needed) this.giveBack()
  }

  /** Unconditionally: a frozen page keeps its locks from everybody. */
  giveBack(): void {
    const release = this.#release
    this.#release = null
    release?.()
  }
}
