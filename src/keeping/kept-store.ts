import { epochCount, type Persistence, type Stamp, succeeds } from '../../machines'
import type { Credentials } from '../credentials'
import type { Deadlines } from '../platform/deadlines'
import { memoryArea } from '../platform/memory-storage'
import type { Intent, StoredSession, StoredState } from '../platform/record'
import { recordStore } from '../platform/record-store'
import type { SessionStore, StoreScope } from '../platform/store'
import type { Tombstone } from '../platform/tombstone'

/** How long a store may take to answer; ms. */
const BOUND = 2_000

interface KeptStorePorts {
  readonly open: () => SessionStore
  readonly deadlines: Deadlines
  /** Says where the session is kept from now on. */
  readonly onPersistence: (persistence: Persistence) => void
}

/** The store as the session uses it: no wait without a bound, no failure that escapes. */
export class KeptStore {
  readonly #ports: KeptStorePorts
  #store: SessionStore | null = null
  #commits = 0

  constructor(ports: KeptStorePorts) {
    this.#ports = ports
  }

  /** Opens the store on first use: until then nothing of the platform is touched. */
  get #opened(): SessionStore {
    this.#store ??= this.#open()
    return this.#store
  }

  #open(): SessionStore {
    try {
      return this.#ports.open()
    } catch {
      return recordStore({ area: memoryArea(), key: 'refused', scope: 'page', persistence: 'volatile' })
    }
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

  /** Rejects where the store fails, or doesn't answer within `bound` ms. */
  async read(bound?: number): Promise<StoredState> {
    const state = await this.#bounded((store) => store.read(), bound)
    const { record = null, intent = null, tombstone = null, unreadable = false } = state
    return { record, intent, tombstone, unreadable }
  }

  /** Writes the next generation, or with `expected: null` a new login. What can't be kept is removed: see `failed`. */
  async commit(expected: Stamp | null, next: Credentials): Promise<'done' | 'conflict' | 'failed'> {
    const { record } = next
    const turn = ++this.#commits
    const result = await this.#bounded((store) => store.commit(expected, record)).catch(() => 'failed' as const)
    // A spent token in the store is worse than none: whoever reads it would be taken for a thief.
    if (result === 'failed') this.#forget(record)
    if (result !== 'conflict' && turn === this.#commits)
      this.tellPersistence(result === 'done' ? this.persistence : 'volatile')
    return result
  }

  intend(stamp: Stamp, intent: Intent | null): Promise<void> {
    return this.#quietly((store) => store.intend(stamp, intent))
  }
  /** Where a login can't be buried, its record goes at least. */
  end(epoch: string, reason: Tombstone['reason']): Promise<void> {
    return this.#bounded((store) => store.end(epoch, reason)).catch(() => this.#quietly((store) => store.remove()))
  }
  subscribe(listener: () => void): () => void {
    try {
      return this.#opened.subscribe(listener)
    } catch {
      return () => {}
    }
  }

  async #forget(mine: StoredSession): Promise<void> {
    const held = await this.read().catch(() => null)
    const later =
      held?.record && (succeeds(held.record, mine) || epochCount(held.record.epoch) > epochCount(mine.epoch))
    if (held?.record?.backend === mine.backend && !later) await this.#quietly((store) => store.remove())
  }

  /** Says where the session is kept. */
  tellPersistence(persistence: Persistence = this.persistence): void {
    this.#ports.onPersistence(persistence)
  }

  #quietly(use: (store: SessionStore) => PromiseLike<void> | void): Promise<void> {
    return this.#bounded(use).catch(() => {})
  }

  /** Calls at once, in this very tick, so that a page that goes now has written. */
  #bounded<T>(use: (store: SessionStore) => PromiseLike<T> | T, bound = BOUND): Promise<T> {
    const { deadlines } = this.#ports
    let answer: PromiseLike<T> | T
    try {
      answer = use(this.#opened)
    } catch (error) {
      return Promise.reject(error)
    }
    return deadlines.within(bound, answer, () => {
      throw new Error('the store did not answer')
    })
  }
}
