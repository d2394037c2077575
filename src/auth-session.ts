import type { Actor } from 'xstate'
import type { EndReason, RenewalDelay, SessionStatus, Stamp, sessionMachine } from '../machines'
import type { Grant, LoginMethods } from './backends/backend'
import type { AuthFetch } from './requests/fetch'
import type { AccessTokenOptions, Send, WithTokenOptions } from './requests/with-token'
import type { CheckReport } from './session/check'
import type { AuthSnapshot } from './session/snapshot'
import type { Recording } from './timeline'

/** What a session tells, by name. Times in ms. */
export interface AuthSessionEvents {
  /** A login, here or in a sibling, or a stored session that has been restored. */
  loggedIn: { readonly type: 'loggedIn'; readonly stamp: Stamp; readonly by: 'user' | 'sibling' | 'restore' }
  /** A new access token of the same login. */
  renewed: { readonly type: 'renewed'; readonly stamp: Stamp; readonly expiresAt: number | null }
  /** A renewal did not succeed and will be tried again; the session goes on. */
  renewalDelayed: { readonly type: 'renewalDelayed'; readonly stamp: Stamp } & RenewalDelay
  /** The last access token is about to run out, and nothing can renew it. */
  expiring: { readonly type: 'expiring'; readonly stamp: Stamp; readonly expiresAt: number | null }
  /** The session has ended against the user's will. */
  expired: { readonly type: 'expired'; readonly reason: EndReason }
  loggedOut: { readonly type: 'loggedOut'; readonly by: 'user' | 'sibling' }
  /** Something of the app's, such as a listener, threw; or, with `where: 'successor'`, a header brought a token that lives no longer. */
  fault: { readonly type: 'fault'; readonly where: string; readonly message: string }
}

type LoginArguments<Logins extends LoginMethods> =
  | (Logins extends { password: infer Password } ? [credentials: Password] : never)
  | { [Method in keyof Logins & string]: [method: Method, credentials: Logins[Method]] }[keyof Logins & string]

/** A session. Every method works detached from it. Plain `AuthSession` stands for one with any logins. */
// biome-ignore lint/suspicious/noExplicitAny: what a login takes stands on both sides of an arrow, so only `any` takes them all
export interface AuthSession<Logins extends LoginMethods = any, User = unknown> {
  /**
   * Restores what the store holds; resolves when it is no longer `restoring`. Optional, for first use starts it too.
   * Each call is matched by one of {@link AuthSession.stop}.
   */
  start(): Promise<SessionStatus>
  /** Lets go of page, channel and store when called as often as `start`; what somebody waits for runs to its end. */
  stop(): void
  /** Ends it for good: everyone who waits is rejected with `disposed`. Nobody is logged out by it. */
  dispose(): void
  /** Whether it has ended for good. */
  readonly disposed: boolean
  [Symbol.dispose](): void
  /**
   * Logs in by the backend's method, the first one where none is named.
   *
   * @throws AuthSessionError `login_rejected` (with `status` and `details`), `unreachable`, `malformed_grant`; the session
   * is as it was. `session_changed`: another login or a logout came in between.
   */
  login(...args: LoginArguments<Logins>): Promise<void>
  /**
   * Takes tokens that were obtained elsewhere. The same user's keep the session; anybody else's begin another.
   *
   * @throws AuthSessionError `malformed_grant`. `session_changed`: a login, other tokens or a logout came in between.
   */
  setTokens(grant: Grant): Promise<void>
  /**
   * Logs out at once, here and in siblings; resolves when the server has revoked the tokens or `requestTimeout` has passed,
   * and never rejects for it. `everywhere`: also the user's other devices, where the backend can.
   */
  logout(options?: { readonly everywhere?: boolean | undefined }): Promise<void>
  /** A drop-in for `fetch`. @throws AuthSessionError where the request could not be sent or replayed. */
  fetch: AuthFetch
  /**
   * A good access token, after a renewal if need be.
   *
   * @throws AuthSessionError `anonymous`, `logged_out`, `session_expired`, `session_changed`, `no_access_token`,
   * `queue_timeout`, `queue_full`, `unreachable`.
   */
  accessToken(options?: AccessTokenOptions): Promise<string>
  /**
   * The guarantees of `fetch` around any client. `send` may be called again after a renewal. Without `url` it checks no
   * origin.
   */
  withToken<T extends { readonly status: number }>(send: Send<T>, options?: WithTokenOptions): Promise<T>
  withToken<T>(
    send: Send<T>,
    options: WithTokenOptions & { readonly isUnauthorized: NonNullable<WithTokenOptions['isUnauthorized']> },
  ): Promise<T>
  /** After `expired`: the user has seen it. Held requests are rejected with `session_expired`. */
  acknowledge(): void
  /** Development only: what about server and browser would trip this session. @throws AuthSessionError `unsupported`. */
  check(): Promise<CheckReport>
  getSnapshot(): AuthSnapshot<User>
  /** Calls back on every change of the snapshot; what it returns ends it. */
  subscribe(listener: (snapshot: AuthSnapshot<User>) => void): () => void
  /** Calls back on what the session tells; what it returns ends it. */
  on<Type extends keyof AuthSessionEvents>(type: Type, listener: (event: AuthSessionEvents[Type]) => void): () => void
  /** The last 500 events of both machines, without a secret: made for bug reports. */
  timeline(): Recording
  /** The session machine's actor, for `useSelector`, `waitFor` and inspectors. */
  readonly actor: Actor<typeof sessionMachine>
}
