import type { AuthSession } from '../../auth-session'
import type { AuthSessionOptions } from '../../options'

/** A backend, and a real server of its kind to prove it against: one row of the suite. */
export interface ConformanceBench {
  /** Names backend and server in what fails. */
  readonly name: string
  /** What the server does. Where it is found to do otherwise, the case fails. */
  readonly traits: ConformanceTraits
  /** Starts the server: nobody is logged in, and the user whose credentials are good is active. Called once for each case. */
  open(terms: ConformanceTerms): Promise<ConformanceServer>
}

/** What a case asks of the server that it is given. */
export interface ConformanceTerms {
  /** In ms since the epoch. A server whose {@link ConformanceTraits.time} is `'given'` goes by it, and by nothing else: its `Date` header too. */
  readonly now: () => number
  /** How long access tokens live, in seconds: 20, or 2. */
  readonly accessLifetime: number
  /** How long a login lives that is not renewed, in seconds: 3 600. Longer is no harm where time is the server's own. */
  readonly refreshLifetime: number
}

/** What a server does. A case that it can't answer is not made; every other asserts what follows from these. */
export interface ConformanceTraits {
  /** Whose time the server goes by: that of {@link ConformanceTerms.now}, or its own. */
  readonly time: 'given' | 'own'
  /** How a session begins: by `session.login(…)`, or by what {@link ConformanceDevice.logIn} does. */
  readonly login: 'credentials' | 'elsewhere'
  /** Whether a renewal is made when it is due, or there is none but by the answers to what the user does. */
  readonly renewal: 'unasked' | 'by_traffic'
  /**
   * What renews a session: a refresh token that is part of the grant, one that scripts never see (in a cookie, in an SDK), or
   * the access token itself, so that one that is refused has been the last.
   */
  readonly renewedBy: 'refresh_token' | 'hidden_token' | 'access_token'
  /**
   * What becomes of the token that a renewal was made with. `kept`: it stays the one. `accepted`: there is a new one, and the
   * old one is still taken. `refused`: it is not taken again. `ends_login`: who uses it again ends the whole login.
   */
  readonly spent: 'kept' | 'accepted' | 'refused' | 'ends_login'
  /** What a logout ends at the server: nothing, or what this session could be renewed by. */
  readonly logout: 'nothing' | 'login'
  /** Whether a logout with `everywhere` ends the user's other logins. */
  readonly everywhere: boolean
  /** Who refuses a user that was deactivated; `none`: {@link ConformanceServer.deactivateUser} is not there. */
  readonly deactivation: 'resources' | 'renewals' | 'both' | 'none'
  /** What dies with a signing key that is replaced; `none`: {@link ConformanceServer.replaceSigningKey} is not there. */
  readonly signingKey: 'access_tokens' | 'everything' | 'none'
  /** Whether logins outlive a restart; `none`: {@link ConformanceServer.restart} is not there. */
  readonly restart: 'remembers' | 'forgets' | 'none'
  /** The part of an access token's life, 0 to 1, past which each answer brings its successor in a header; `null`: never. */
  readonly successor: number | null
}

/** What `session.login` is called with. */
export type ConformanceLogin = readonly [credentials: object] | readonly [method: string, credentials: object]

/** A running server. Each of its deeds is done when it returns, or when what it returns resolves. */
export interface ConformanceServer {
  /** The URL of a resource at one of the session's origins that answers 200 to a good access token, and refuses all others. */
  readonly resource: string
  /** `null` where sessions begin elsewhere. */
  readonly logins: {
    readonly good: ConformanceLogin
    /** A wrong password, or the like: well made, and refused. */
    readonly bad: ConformanceLogin
    /** What the server can't even read, such as credentials without their fields. */
    readonly malformed: ConformanceLogin
  } | null
  /** A device that was never here. All that it sends goes by `network`: give it to an SDK, or wrap it where cookies are to be kept. */
  device(network: typeof globalThis.fetch): ConformanceDevice
  /** No access token made so far is taken any more; what renews them is. Where they renew themselves, all is over. */
  refuseAccessTokens(): unknown
  /** Every login made so far is over, access tokens included. */
  endLogins(): unknown
  /** The user whose credentials are good may do nothing any more. */
  deactivateUser?(): unknown
  /** Everything that was signed so far is void. */
  replaceSigningKey?(): unknown
  /** The server goes away and comes back, at the same address. Every connection breaks; none can be made until `meanwhile` has settled. */
  restart?(meanwhile: () => Promise<unknown>): Promise<unknown>
  close(): unknown
}

/** A browser, or an app: what it keeps outside of the session's store, cookies or an SDK's tokens, is its own. */
export interface ConformanceDevice {
  /** Options of each session on this device; the suite gives clock and storage, and `fetch` where there is none. */
  readonly options: Pick<AuthSessionOptions, 'backend' | 'fetch' | 'origins'>
  /** Needed where sessions begin elsewhere: the good user logs in, and the session knows. */
  logIn?(session: AuthSession): Promise<unknown>
  /** Needed where it keeps anything: another device that has a copy of all that. */
  twin?(network: typeof globalThis.fetch): ConformanceDevice
}

/** One test: `for (const { name, run } of backendConformance(bench)) test(name, run)`. */
export interface ConformanceCase {
  readonly name: string
  /** @throws ConformanceError where the backend, or the server, does otherwise. */
  run(): Promise<void>
}
