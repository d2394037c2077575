import type { Credentials } from '../credentials'
import type { Callback } from './signals'
import { type AuthSnapshot, deriveSnapshot, type SessionSnapshot } from './snapshot'

/** The present public snapshot, and who wants to hear of its changes. */
export class Snapshots {
  readonly #callback: Callback
  readonly #listeners = new Set<(snapshot: AuthSnapshot) => void>()
  #present: AuthSnapshot

  constructor(first: SessionSnapshot, callback: Callback) {
    this.#present = deriveSnapshot(first, null, null)
    this.#callback = callback
  }

  readonly get = (): AuthSnapshot => this.#present

  readonly subscribe = (listener: (snapshot: AuthSnapshot) => void): (() => void) => {
    const own = (snapshot: AuthSnapshot) => listener(snapshot)
    this.#listeners.add(own)
    return () => void this.#listeners.delete(own)
  }

  /** Takes what follows from the machine's state; what it returns tells the listeners, if anything changed. */
  take(state: SessionSnapshot, credentials: Credentials | null): () => void {
    const before = this.#present
    this.#present = deriveSnapshot(state, credentials, before)
    return () => {
      if (this.#present === before) return
      for (const listener of [...this.#listeners]) this.#callback('subscribe', listener, this.#present)
    }
  }

  clear(): void {
    this.#listeners.clear()
  }
}
