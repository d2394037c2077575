import type { Persistence, Stamp } from '../../machines'
import type { Intent, StoredSession, StoredState } from './record'
import type { Tombstone } from './tombstone'

type Awaitable<T> = T | PromiseLike<T>

/** Who else sees the store: this page, this tab, every tab of the device, or whoever shares that name. */
export type StoreScope = 'page' | 'tab' | 'device' | (string & {})

/** Where one session's record lives. Every method may answer at once or by a promise. */
export interface SessionStore {
  readonly scope: StoreScope
  /** How long it keeps, where the scope doesn't tell. `volatile`: the platform refuses to keep anything beyond the page. */
  readonly persistence?: Persistence
  /** How long a write may take until every tab reads it, in ms; by default none. */
  readonly lag?: number
  read(): Awaitable<StoredState>
  /**
   * Writes `next` if the store still holds `expected`, or holds nothing; `null` (a login) expects any but a later login.
   * Clears the intent. `conflict`: the store moved on, or the login has ended. `failed`: nothing could be written.
   */
  commit(expected: Stamp | null, next: StoredSession): Awaitable<'done' | 'conflict' | 'failed'>
  /**
   * Notes that the token of that stamp is about to be spent, if the note that is there is still `expected` (where one is
   * given), the login is alive and no later token or login has been written; `false`: another came first. `null` clears the
   * note of that stamp, where `expected` is given only that very note.
   */
  intend(stamp: Stamp, intent: Intent | null, expected?: Intent | null): Awaitable<boolean>
  /** Buries a login and removes its record. */
  end(epoch: string, reason: Tombstone['reason']): Awaitable<void>
  /** Removes the record, without burying the login. */
  remove(): Awaitable<void>
  /** Tells when somebody else may have written; what it returns stops it. */
  subscribe(listener: () => void): () => void
}

/** Opens the store of one session under a key; the `storage` option takes one. */
export type SessionStorage = (key: string) => SessionStore
