import { isText } from './shape'

/** Every way in which this library refuses. The set is closed; `docs/errors.md` says of each when it happens and what to do. */
export type AuthSessionErrorCode =
  | 'anonymous'
  | 'session_expired'
  | 'logged_out'
  | 'session_changed'
  | 'queue_timeout'
  | 'queue_full'
  | 'not_replayable'
  | 'login_rejected'
  | 'unreachable'
  | 'malformed_grant'
  | 'no_access_token'
  | 'unsupported'
  | 'disposed'

const MESSAGES: Record<AuthSessionErrorCode, string> = {
  anonymous: 'Nobody is logged in: call login() first',
  session_expired: 'The session has expired: log in again',
  logged_out: 'The user has logged out',
  session_changed: 'Another login or a logout came in between',
  queue_timeout: 'No good token came within queue.maxWait',
  queue_full: 'More than queue.limit calls wait',
  not_replayable: 'The body can be read only once: make the request again',
  login_rejected: 'The server rejected the credentials',
  unreachable: 'The token server cannot be reached at present',
  malformed_grant: 'The grant is malformed',
  no_access_token: 'The access token is out of the reach of scripts',
  unsupported: 'Not supported here',
  disposed: 'The session has been disposed of: create another one',
}

/** What an {@link AuthSessionError} may carry besides its code. */
export interface AuthSessionErrorFacts {
  /** What led to it; never holds a token or a URL. */
  readonly cause?: unknown
  /** HTTP status of the answer behind it. */
  readonly status?: number
  /** The server's own explanation, such as field errors, without what was sent. */
  readonly details?: unknown
}

/** The one error of this library. Decide by `code`; `message` is for people, ends with where to read on, and may change. */
export class AuthSessionError extends Error {
  override readonly name = 'AuthSessionError'
  readonly code: AuthSessionErrorCode
  readonly status: number | undefined
  readonly details: unknown

  /** `what`: what of it in particular, for the message. */
  constructor(code: AuthSessionErrorCode, what?: string, facts: AuthSessionErrorFacts = {}) {
    super(`${MESSAGES[code]}${what ? `: ${what}` : ''} (docs/errors.md#${code})`, facts)
    this.code = code
    this.status = facts.status
    this.details = facts.details
  }
}

/** Platform errors name addresses in their text; what is kept is their kind. */
export function withoutAddress(error: unknown): Error {
  const { name, code, cause } = Object(error) as { name?: unknown; code?: unknown; cause?: { code?: unknown } }
  const what = isText(name) ? name : 'Error'
  const kind = [code, cause?.code].find(isText)
  return new Error(kind ? `${what} (${kind})` : what)
}
