import type { SnapshotFrom } from 'xstate'
import type { EndReason, LastLogin, Persistence, SessionStatus, sessionMachine } from '../../machines'
import type { Credentials } from '../credentials'

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

export type SessionSnapshot = SnapshotFrom<typeof sessionMachine>

const STATUSES = [
  'restoring',
  'anonymous',
  'authenticated',
  'refreshing',
  'queuedRetry',
  'expired',
  'loggedOut',
] as const

/** The public name of the leaf that the machine is in. */
export function statusOf(snapshot: SessionSnapshot): SessionStatus {
  return STATUSES.find((status) => snapshot.hasTag(status)) as SessionStatus
}

/** The public snapshot; `previous` itself where nothing in it changed. */
export function deriveSnapshot(
  snapshot: SessionSnapshot,
  credentials: Credentials | null,
  previous: AuthSnapshot | null,
): AuthSnapshot {
  const { context } = snapshot
  const loggedIn = snapshot.hasTag('loggedIn')
  const next: AuthSnapshot = {
    status: statusOf(snapshot),
    loggedIn,
    degraded: context.delay !== null && snapshot.hasTag('queuedRetry'),
    user: loggedIn ? (credentials?.record.user ?? null) : null,
    claims: loggedIn ? (credentials?.claims ?? null) : null,
    expiresAt: loggedIn ? context.token.expiresAt : null,
    endReason: context.endReason,
    waiting: context.waiting,
    held: context.held,
    persistence: context.persistence,
    lastLogin: context.lastLogin && Object.freeze(context.lastLogin),
  }
  const same = previous && (Object.keys(next) as (keyof AuthSnapshot)[]).every((key) => next[key] === previous[key])
  return same ? previous : Object.freeze(next)
}
