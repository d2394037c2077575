import { epochCount, type Persistence, type Stamp, sameStamp, succeeds } from '../../machines'
import type { Credentials } from '../credentials'
import type { Deadlines } from '../platform/deadlines'
import { volatileStore } from '../platform/memory-storage'
import type { Intent, StoredState } from '../platform/record'
import type { SessionStore } from '../platform/store'
import { bury, isDead, type Tombstone } from '../platform/tombstone'
import { isAhead } from './reconcile'

/** How long a store may take to answer; ms. */
const BOUND = 2_000

interface KeptStorePorts {
  readonly open: () => SessionStore
  readonly deadlines: Deadlines
  /** Kind and origin of this session's backend. */
  readonly fingerprint: () => string
  /** Says where the session is kept from now on. */
  readonly onPersistence: (persistence: Persistence) => void
}

/** The store as the session uses it: no wait without a bound, no failure that escapes, nothing dead that comes alive. */
export type KeptStore = ReturnType<typeof createKeptStore>

export function createKeptStore({ open, deadlines, fingerprint, onPersistence }: KeptStorePorts) {
  let opened: SessionStore | null = null
  /** All that has ended here or was seen to have ended, whatever a store says that is slow or can't bury. */
  let buried: Tombstone | null = null
  let commits = 0
  /** Whether the present login is, or was, in the store. */
  let isKept = true
  /** Whether it held another backend's record at the last look: then nothing in it is this session's. */
  let isForeign = false
  /** A login on its way into the store. */
  let entering: Promise<unknown> | null = null
  let entered = ''

  /** Opens the store on first use: until then nothing of the platform is touched. */
  const store = (): SessionStore => {
    try {
      opened ??= open()
    } catch {
      opened = volatileStore('refused')
    }
    return opened
  }

  /**
   * Calls at once, in this very tick, so that a page that goes now has written. What fails is tried once more: browsers lose
   * connections to their databases.
   */
  const bounded = async <T>(use: (store: SessionStore) => PromiseLike<T> | T, bound = BOUND): Promise<T> => {
    const ask = async () => use(store())
    return deadlines.within(bound, ask().catch(ask), () => {
      throw new Error(__DEV__ ? 'the store did not answer' : '')
    })
  }
  const ignore = () => {}

  /** A spent token in the store is worse than none: whoever reads it would be taken for a thief. But a write may just be late. */
  const forget = async (mine: Credentials, turn: number) => {
    const record = (await kept.read().catch(ignore))?.record
    if (!record || isAhead(record, mine)) return
    if (!sameStamp(record, mine.stamp)) kept.remove()
    else if (turn === commits) kept.holds()
  }

  const kept = {
    get scope() {
      return store().scope
    },
    get persistence(): Persistence {
      const { persistence, scope } = store()
      return persistence ?? (kept.shared ? 'device' : (scope as 'page' | 'tab'))
    },
    /** Whether other sessions see the same record. */
    get shared() {
      return !['page', 'tab'].includes(store().scope)
    },

    /** Says where the session is kept. */
    tellPersistence: () => onPersistence(kept.persistence),

    /** The present login stands in it, whatever was believed before. */
    holds(): void {
      isKept = true
      kept.tellPersistence()
    },

    /**
     * Rejects where the store fails, or doesn't answer within `bound` ms. The record is one of this backend, or of none in
     * particular, that is alive at the moment of looking at it. `newer`: a later version has made the present login its own.
     */
    async read(bound?: number): Promise<StoredState> {
      const state = await bounded((store) => store.read(), bound)
      const { record, intent = null, tombstone, unreadable = false, newer = false } = state
      for (const epoch of tombstone?.epochs ?? []) buried = bury(epoch, (tombstone as Tombstone).reason, buried)
      isForeign = !!record && !['', fingerprint()].includes(record.backend)
      const ours = isForeign ? null : record
      return {
        get record() {
          return ours && !isDead(ours.epoch, buried) ? ours : null
        },
        get tombstone() {
          return buried
        },
        intent,
        unreadable,
        newer: newer && isKept,
      }
    },

    /** The same, not before a login of this session is there: what it is about to replace would look like what came after it. */
    async readSettled(): Promise<StoredState> {
      await entering
      const before = entered
      const state = await kept.read()
      const isReplaced = entered !== before && epochCount(state.record?.epoch ?? '') === epochCount(entered)
      return isReplaced ? kept.readSettled() : state
    },

    /** Writes the next generation, or with `expected: null` a new login. What can't be kept is removed: see `failed`. */
    async commit(expected: Stamp | null, next: Credentials): Promise<'done' | 'conflict' | 'failed'> {
      const { record } = next
      const turn = ++commits
      const write = bounded((store) => store.commit(expected, record)).catch(() => 'failed' as const)
      if (expected === null) {
        entered = record.epoch
        entering = write
      }
      const result = await write
      if (entering === write) entering = null
      if (result === 'done' && buried && isDead(record.epoch, buried)) {
        kept.end(record.epoch, buried.reason)
        return 'conflict'
      }
      if (result === 'done' || expected === null) isKept = result === 'done'
      if (result === 'failed') forget(next, turn)
      if (result !== 'conflict' && turn === commits) onPersistence(result === 'done' ? kept.persistence : 'volatile')
      return result
    },

    /** `false`: a sibling came first. What can't be written keeps nobody from going on. */
    async intend(stamp: Stamp, intent: Intent | null, expected?: Intent | null): Promise<boolean> {
      try {
        if ((await bounded((store) => store.intend(stamp, intent, expected))) === false) return false
        const { lag = 0 } = store()
        if (!intent || !lag) return true
        await deadlines.within<void>(lag, new Promise(() => {}), ignore)
        const { record, intent: held, tombstone } = await kept.read()
        const isOvertaken = isDead(stamp.epoch, tombstone) || (record && succeeds(record, stamp))
        return held?.holder === intent.holder && !isOvertaken
      } catch {
        return true
      }
    },

    /** Where a login can't be buried, its record goes at least. */
    end(epoch: string, reason: Tombstone['reason']): Promise<void> {
      buried = bury(epoch, reason, buried)
      if (isForeign) return Promise.resolve()
      return bounded((store) => store.end(epoch, reason)).catch(kept.remove)
    },
    remove: () => bounded((store) => store.remove()).catch(ignore),

    subscribe(listener: () => void): () => void {
      try {
        return store().subscribe(listener)
      } catch {
        return ignore
      }
    },
  }
  return kept
}
