/** What a token server hands out; RFC 6749, section 5.1, in this library's own spelling. */
export interface Grant {
  readonly accessToken: string
  /** Empty where the access token has renewed itself for the last time. */
  readonly refreshToken?: string | null | undefined
  /** Lifetime of the access token in seconds; without it the token's own `exp` counts. */
  readonly expiresIn?: number | undefined
  /** The user as the server describes it; shown in the snapshot, never to the machine. */
  readonly user?: unknown
  /** It was made before it was asked for: that a resource refuses it is news. @default false */
  readonly cached?: boolean | undefined
  /** Names the user at the server; by default the token's `sub` or `user_id`. */
  readonly subject?: string | undefined
}

/** A request of the session's own: login, renewal, revocation. */
export interface BackendRequest {
  readonly url: string
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** Let it outlive the page. */
  readonly keepalive?: boolean
  /** Whether it goes with cookies, where that is not left to {@link AuthBackend.send}. */
  readonly credentials?: RequestCredentials
}

/** The answer to it. A redirect is not followed: it is an answer with its own status, 0 where a browser hides it. */
export interface Answer {
  readonly status: number
  readonly headers: { get(name: string): string | null }
  /** The parsed JSON; `undefined` where the body is none. */
  readonly body: unknown
}

export type Call = (request: BackendRequest) => Promise<Answer>

/** The tokens to renew or revoke. */
export interface TokenPair {
  readonly accessToken: string
  readonly refreshToken: string | null
  /** Whose they are, where that is known. */
  readonly subject?: string | null
}

/** One answer that ends something for good: that status and, where given, one of those error codes. */
export interface FinalAnswer {
  readonly status: number
  readonly codes?: readonly string[]
}

/** Which answers are a server's explicit no. Everything else keeps the session. */
export interface FinalTable {
  /** Answers to a renewal that say: this refresh token will never be taken again. */
  readonly renewal: readonly FinalAnswer[]
  /** Refusals by a resource that say: this access token will never be taken again. Counts where nothing can renew it. */
  readonly accessToken: readonly FinalAnswer[]
}

/** How tokens of one kind of server are renewed where the app's `renewal` option leaves it open; what each means stands there. Times in ms. */
export interface RenewalDefaults {
  readonly ahead?: number | undefined
  readonly jitter?: number | undefined
  readonly minInterval?: number | undefined
  readonly whileHidden?: boolean | undefined
}

/** What a login takes, by the name of the method. `password` is what `login(credentials)` means. */
export type LoginMethods = Record<string, object>

/**
 * How to speak with one kind of token server. Data plus a few functions; no state, no clock, no storage.
 *
 * What renews a session need not be a refresh token that a page can read. Where it is a cookie, or an SDK, the backend's
 * grants name it by a word that stays the same (`refreshToken: 'cookie'`): it is then renewable, and there is nothing in it
 * to keep or to spend. Where an access token renews itself, the grant has that token in both places, and a successor takes both.
 */
export interface AuthBackend<Logins extends LoginMethods = LoginMethods, User = unknown> {
  /** Names the kind, `'simplejwt'`; with the origin it marks stored records as this backend's. */
  readonly kind: string
  /** Absolute, or relative to the page. */
  readonly baseUrl: string
  /** Whether a renewal brings a new refresh token. `always`: an answer without one is malformed. */
  readonly rotation: 'always' | 'optional' | 'never'
  /** `jwt`: a token without a readable `exp` is malformed. `opaque`: it is used until it is refused. */
  readonly tokens: 'jwt' | 'opaque'
  readonly final: FinalTable
  readonly renewal?: RenewalDefaults | undefined
  /** The login methods there are; the first is what `login(credentials)` uses. None: sessions begin by `setTokens` or {@link presumed}. */
  readonly methods: readonly string[]
  login(method: string, credentials: object, call: Call): Promise<Answer>
  renew(tokens: TokenPair, call: Call): Promise<Answer>
  /** Ends the tokens at the server: a 2xx, or an answer that {@link isRevoked} accepts, is success. `null`: it can't. */
  revoke(tokens: TokenPair, scope: { readonly everywhere: boolean }, call: Call): Promise<Answer | null> | null
  /** Asks the server whether an access token is good; `check()` uses it. */
  verify?(accessToken: string, call: Call): Promise<Answer>
  /**
   * What a revocation ends. `grant`: all tokens of the login, so that a successor that came too late is left alone as long as
   * its login lives. @default 'token'
   */
  readonly revokes?: 'token' | 'grant' | undefined
  /** Whether an answer to `revoke` that is no 2xx still means that the token is dead. */
  isRevoked?(answer: Answer): boolean
  /** Reads a successful answer; `undefined` where it holds no grant. */
  grant(answer: Answer): Grant | undefined
  /** What a grant leaves open, such as the user; asked once when a session begins. What it throws refuses the login as `malformed_grant`, and an `AuthSessionError` as it is. */
  describe?(grant: Grant, call: Call): Promise<Grant>
  /**
   * A session that may be there though no record tells of it, by a readable cookie, say, or as an SDK says: it is proved by a
   * renewal. `null`: none, and nobody is asked.
   */
  presumed?(): Grant | null | Promise<Grant | null>
  /** The header that carries an access token; `null` where the platform itself carries it, as cookies are. */
  authorization(accessToken: string): readonly [name: string, value: string] | null
  /** Sends what goes to a listed origin, by the `fetch` that is given: for credentials, CSRF and the like. Its own header, or none, is there already. */
  send?(input: RequestInfo | URL, init: RequestInit | undefined, fetch: typeof globalThis.fetch): Promise<Response>
  /** The error code in an answer's body, for the `final` table. */
  errorCode(body: unknown): string | null
  /** Whether a response refuses the token; `readBody` reads a clone. By default status 401. */
  unauthorized?(response: Response, readBody: () => Promise<unknown>): boolean | Promise<boolean>
  /** A successor of the access token in a response's headers. */
  successor?(headers: Headers): string | null
  /** What to check when an answer makes no sense, in a few words. */
  hint?(answer: Answer): string | null

  /** Carries the types of the logins; never present. */
  readonly '~logins'?: Logins
  /** Carries the type of the user; never present. */
  readonly '~user'?: User
}
