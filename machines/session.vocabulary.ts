import type { Stamp } from './stamp'

/** Why a session ended against the user's will. */
export type EndReason =
  | 'not_restored'
  | 'rejected'
  | 'answer_lost'
  | 'refresh_token_expired'
  | 'access_token_expired'
  | 'access_token_refused'

/** Where the session is kept: until F5, with this tab, with this device; `volatile` where a store refused to keep it. */
export type Persistence = 'page' | 'tab' | 'device' | 'volatile'

/** The moments of an access token, in ms since the epoch; `null` where its end is unknown. */
export interface TokenFacts {
  readonly expiresAt: number | null
  /** From here on it is no longer sent. */
  readonly usableUntil: number | null
  readonly renewAt: number | null
  /** Whether something is left that can renew it. */
  readonly renewable: boolean
}

/** The login that started this session; `at` in ms. */
export interface LastLogin {
  readonly method: string
  readonly at: number
}

/** What kept a renewal from succeeding; the session goes on. */
export interface RenewalDelay {
  readonly cause: 'not_rotated' | 'maybe_rotated' | 'misconfigured' | 'offline' | 'overdue'
  readonly status: number | null
  /** What to check, where the cause is a misconfiguration. */
  readonly hint: string | null
  /** ms; when the next try is due. */
  readonly retryAt: number
  /** ms; the server's `Retry-After`: no try before it. */
  readonly notBefore: number | null
}

export interface SessionInput {
  readonly persistence: Persistence
  /** ms */
  readonly restoreTimeout: number
  /** ms; bounds the revocation of a logout, and each try of a renewal. */
  readonly requestTimeout: number
  /** Whether a hidden page renews on time (true) or on its return. */
  readonly whileHidden: boolean
}

export interface SessionContext {
  readonly settings: SessionInput
  /** The present token; `null` where nobody is logged in. */
  readonly stamp: Stamp | null
  readonly token: TokenFacts
  /** ms; the moment from which running timers count. */
  readonly armedAt: number
  /** A pseudonym, comparable within this session object; it outlives `expired`, so that held work finds its owner again. */
  readonly subject: string | null
  readonly lastLogin: LastLogin | null
  readonly endReason: EndReason | null
  /** The refresh token has run out, so the access token is the last. */
  readonly exhausted: boolean
  /** The present generation was refused, and a renewal was started for it. */
  readonly refused: boolean
  /** A stored session is being proved by its first renewal. */
  readonly proving: boolean
  readonly hidden: boolean
  readonly delay: RenewalDelay | null
  readonly waiting: number
  readonly held: number
  readonly persistence: Persistence
  /** What the logout under way has to revoke. */
  readonly revocation: { readonly stamp: Stamp | null; readonly everywhere: boolean }
}

/** A session read from the store or learnt from a sibling. */
export interface SessionFacts {
  readonly stamp: Stamp
  readonly token: TokenFacts
  readonly subject: string | null
  readonly lastLogin: LastLogin | null
}

/** What a session can be told. `at` is the moment of the fact, in ms. */
export type SessionEvent =
  | ({ readonly type: 'session.loggedIn'; readonly at: number } & SessionFacts)
  | ({ readonly type: 'sibling.loggedIn'; readonly at: number } & SessionFacts)
  | { readonly type: 'sibling.renewed'; readonly at: number; readonly stamp: Stamp; readonly token: TokenFacts }
  | { readonly type: 'sibling.loggedOut'; readonly at: number; readonly epoch: string }
  | { readonly type: 'sibling.expired'; readonly at: number; readonly epoch: string; readonly reason: EndReason }
  | {
      readonly type: 'tokens.replaced'
      readonly at: number
      readonly stamp: Stamp
      readonly token: TokenFacts
      readonly source: 'header' | 'given' | 'overdue'
    }
  | {
      readonly type: 'request.unauthorized'
      readonly at: number
      readonly stamp: Stamp
      /** The refusal says something about the token, not about this one resource. */
      readonly news: boolean
      /** The backend calls it final for the access token. */
      readonly final: boolean
      /** Names the request in the timeline. */
      readonly label?: string
    }
  | { readonly type: 'requests.counted'; readonly at: number; readonly waiting: number; readonly held: number }
  | { readonly type: 'token.demanded'; readonly at: number; readonly stamp: Stamp }
  | { readonly type: 'lifecycle.woke'; readonly at: number }
  | { readonly type: 'lifecycle.hid'; readonly at: number }
  | ({ readonly type: 'renewal.delayed'; readonly at: number; readonly stamp: Stamp } & RenewalDelay)
  | { readonly type: 'renewal.faulted'; readonly at?: number }
  | { readonly type: 'persistence.changed'; readonly at: number; readonly persistence: Persistence }
  | { readonly type: 'fault.raised'; readonly at: number; readonly where: string; readonly message: string }
  | { readonly type: 'user.loggedOut'; readonly at: number; readonly everywhere: boolean }
  | { readonly type: 'user.acknowledged'; readonly at: number }

/** What a session tells. Times in ms. */
export type SessionEmitted =
  | { readonly type: 'loggedIn'; readonly stamp: Stamp; readonly by: 'user' | 'sibling' | 'restore' }
  | { readonly type: 'renewed'; readonly stamp: Stamp; readonly expiresAt: number | null }
  | ({ readonly type: 'renewalDelayed'; readonly stamp: Stamp } & RenewalDelay)
  | { readonly type: 'expiring'; readonly stamp: Stamp; readonly expiresAt: number | null }
  | { readonly type: 'expired'; readonly reason: EndReason }
  | { readonly type: 'loggedOut'; readonly by: 'user' | 'sibling' }
  | { readonly type: 'fault'; readonly where: string; readonly message: string }

/** The public name of a leaf; each leaf carries its own as a tag. */
export type SessionStatus =
  | 'restoring'
  | 'anonymous'
  | 'authenticated'
  | 'refreshing'
  | 'queuedRetry'
  | 'expired'
  | 'loggedOut'

export type SessionTag = SessionStatus | 'loggedIn' | 'notLoggedIn' | 'busy'

/** What the store held. */
export type RestoreOutput =
  | { readonly found: 'nothing' | 'unreadable'; readonly at: number }
  | ({ readonly found: 'fresh' | 'stale'; readonly at: number } & SessionFacts)

export interface RevokeInput {
  readonly stamp: Stamp | null
  readonly everywhere: boolean
}
