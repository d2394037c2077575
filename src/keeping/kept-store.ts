import type { Persistence, Stamp } from '../../machines'
import type { Credentials } from '../credentials'
import type { Deadlines } from '../platform/deadlines'
import type { Intent, StoredSession, StoredState } from '../platform/record'
import type { SessionStore, StoreScope } from '../platform/store'
import type { Tombstone } from '../platform/tombstone'

interface KeptStorePorts {
  readonly open: () => SessionStore
  readonly deadlines: Deadlines
  /** ms; how long a store may take to answer. */
  readonly timeout: number
  /** Says where the session is kept from now on. */
  readonly onPersistence: (persistence: Persistence) => void
}

/** The store as the session uses it: no wait without a bound, no failure that escapes. */
export class KeptStore {
  readonly #ports: KeptStorePorts
  #store: SessionStore | null = null
  #kept: Persistence = 'page'

  constructor(ports: KeptStorePorts) {
    this.#ports = ports
  }

  /** Opens the store on first use: until then nothing of the platform is touched. */
  get #opened(): SessionStore {
    this.#store ??= this.#ports.open()
    return this.#store
  }

  get scope(): StoreScope {
    return this.#opened.scope
  }

  get persistence(): Persistence {
    const { scope, persistence } = this.#opened
    return persistence ?? (scope === 'page' || scope === 'tab' ? (scope as 'page' | 'tab') : 'device')
  }

  /** Whether other sessions see the same record. */
  get shared(): boolean {
    return this.scope !== 'page' && this.scope !== 'tab'
  }

  /** Rejects where the store fails or doesn't answer. */
  read(): Promise<StoredState> {
    return this.#bounded((store) => store.read())
  }

  /** Writes the next generation, or with `expected: null` a new login. What can't be kept is removed: see `failed`. */
  async commit(expected: Stamp | null, next: Credentials): Promise<'done' | 'conflict' | 'failed'> {
    const { record } = next
    const result = await this.#bounded((store) => store.commit(expected, record)).catch(() => 'failed' as const)
    // A spent token in the store is worse than none: whoever reads it would be taken for a thief.
    if (result === 'failed') this.#forget(record)
    if (result !== 'conflict') this.tellPersistence(result === 'done' ? this.persistence : 'volatile')
    return result
  }

  intend(stamp: Stamp, intent: Intent | null): Promise<void> {
    return this.#quietly((store) => store.intend(stamp, intent))
  }
  end(epoch: string, reason: Tombstone['reason']): Promise<void> {
    return this.#quietly((store) => store.end(epoch, reason))
  }
  subscribe(listener: () => void): () => void {
    return this.#opened.subscribe(listener)
  }

  async #forget(mine: StoredSession): Promise<void> {
    const held = await this.read().catch(() => null)
    if (held?.record?.backend === mine.backend) await this.#quietly((store) => store.remove())
  }

  /** Says where the session is kept, if that has changed. */
  tellPersistence(persistence: Persistence = this.persistence): void {
    if (persistence === this.#kept) return
    this.#kept = persistence
    this.#ports.onPersistence(persistence)
  }

  #quietly(use: (store: SessionStore) => PromiseLike<void> | void): Promise<void> {
    return this.#bounded(use).catch(() => {})
  }

  /** Calls at once, in this very tick, so that a page that goes now has written. */
  #bounded<T>(use: (store: SessionStore) => PromiseLike<T> | T): Promise<T> {
    const { deadlines, timeout } = this.#ports
    let answer: PromiseLike<T> | T
    try {
      answer = use(this.#opened)
    } catch (error) {
      return Promise.reject(error)
    }
    return deadlines.within(timeout, answer, () => {
      throw new Error('the store did not answer')
    })
  }
}
