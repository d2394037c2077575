import type { SnapshotFrom } from 'xstate'
import type { EndReason, LastLogin, Persistence, SessionStatus, sessionMachine } from '../../machines'
import type { Credentials } from '../credentials'
import { checkShape } from '../shape'
import type { Callback } from './signals'

/** What a user interface needs to know. Frozen; the same object as long as nothing in it changes. */
export interface AuthSnapshot<User = unknown> {
  readonly status: SessionStatus
  /** `authenticated`, `refreshing` or `queuedRetry`. */
  readonly loggedIn: boolean
  /** The access token can't be used and the last try to renew it failed: requests wait. */
  readonly degraded: boolean
  /** As the grant described it; `null` where it didn't. */
  readonly user: User | null
  /** What the access token says; `null` where it can't be read. Not verified: never decide about access by it. */
  readonly claims: Readonly<Record<string, unknown>> | null
  /** End of the access token, ms since the epoch by this device's clock; `null` where unknown. */
  readonly expiresAt: number | null
  /** Why the session ended against the user's will. */
  readonly endReason: EndReason | null
  /** How many calls wait for a token. */
  readonly waiting: number
  /** How many requests wait for the same user's next login. */
  readonly held: number
  /** Where the session is kept. `volatile`: the platform refuses, so F5 ends it. */
  readonly persistence: Persistence
  /** The last login: its method, and when (ms). */
  readonly lastLogin: LastLogin | null
}

type SessionSnapshot = SnapshotFrom<typeof sessionMachine>

/** The tags that several leaves share; what is left is the leaf's own, its status. */
const SHARED_TAGS: readonly string[] = ['loggedIn', 'notLoggedIn', 'busy']

function deriveSnapshot(snapshot: SessionSnapshot, credentials: Credentials | null): AuthSnapshot {
  const { endReason, waiting, held, persistence, lastLogin, delay } = snapshot.context
  const status = [...snapshot.tags].find((tag) => !SHARED_TAGS.includes(tag)) as SessionStatus
  const loggedIn = snapshot.hasTag('loggedIn')
  const shown = loggedIn ? credentials : null
  return {
    status,
    loggedIn,
    degraded: delay !== null && status === 'queuedRetry',
    user: shown?.record.user ?? null,
    claims: shown?.claims ?? null,
    expiresAt: shown?.facts.expiresAt ?? null,
    endReason,
    waiting,
    held,
    persistence,
    lastLogin: lastLogin && Object.freeze(lastLogin),
  }
}

/** The present public snapshot, and who wants to hear of its changes. */
export function createSnapshots(first: SessionSnapshot, callback: Callback) {
  const listeners = new Set<(snapshot: AuthSnapshot) => void>()
  let present = Object.freeze(deriveSnapshot(first, null))

  return {
    get: (): AuthSnapshot => present,

    subscribe(listener: (snapshot: AuthSnapshot) => void): () => void {
      checkShape('session.subscribe: listener', listener, 'a function')
      const own = (snapshot: AuthSnapshot) => listener(snapshot)
      listeners.add(own)
      return () => void listeners.delete(own)
    },

    /** Takes what follows from the machine's state; what it returns tells the listeners, if anything changed. */
    take(state: SessionSnapshot, credentials: Credentials | null): () => void {
      const next = deriveSnapshot(state, credentials)
      const changed = (Object.keys(next) as (keyof AuthSnapshot)[]).some((key) => next[key] !== present[key])
      if (!changed) return () => {}
      present = Object.freeze(next)
      return () => {
        for (const listener of [...listeners]) callback('subscribe', listener, present)
      }
    },
  }
}
