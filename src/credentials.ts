import type { LastLogin, Stamp, TokenFacts } from '../machines'

/** Everything known of one token pair; {@link Credentials} hides the secrets of it. */
export interface CredentialsInit {
  readonly stamp: Stamp
  readonly accessToken: string
  readonly refreshToken: string | null
  /** ms; when the request that brought it was sent. */
  readonly sentAt: number
  readonly facts: TokenFacts
  /** ms; the refresh token's own end, `null` where unknown. */
  readonly refreshExpiresAt: number | null
  readonly user: unknown
  readonly claims: Readonly<Record<string, unknown>> | null
  readonly subject: string | null
  readonly lastLogin: LastLogin | null
  readonly byRenewal: boolean
  /** Name and value of the header that carries the access token. */
  readonly header: readonly [name: string, value: string]
}

/** One generation of tokens. Leases are references to it; it prints and serialises without its secrets. */
export class Credentials {
  readonly stamp: Stamp
  readonly facts: TokenFacts
  readonly sentAt: number
  /** ms; `Infinity` where the end is unknown. */
  readonly usableUntil: number
  readonly headerName: string
  readonly byRenewal: boolean
  /** A resource took this token. */
  accepted = false
  /** The token was refused, and a renewal was started for it. */
  refused = false
  /** The refresh token's own end has passed. */
  exhausted = false
  readonly #init: CredentialsInit

  constructor(init: CredentialsInit) {
    this.stamp = init.stamp
    this.facts = init.facts
    this.sentAt = init.sentAt
    this.usableUntil = init.facts.usableUntil ?? Number.POSITIVE_INFINITY
    this.headerName = init.header[0]
    this.byRenewal = init.byRenewal
    this.#init = init
  }

  get headerValue(): string {
    return this.#init.header[1]
  }
  get accessToken(): string {
    return this.#init.accessToken
  }
  get refreshToken(): string | null {
    return this.#init.refreshToken
  }
  get refreshExpiresAt(): number | null {
    return this.#init.refreshExpiresAt
  }
  get user(): unknown {
    return this.#init.user
  }
  get claims(): Readonly<Record<string, unknown>> | null {
    return this.#init.claims
  }
  /** The user's own name at the server; leaves the vault only as a salted hash. */
  get subject(): string | null {
    return this.#init.subject
  }
  get lastLogin(): LastLogin | null {
    return this.#init.lastLogin
  }
  /** Whether something is left that can renew it. */
  get renewable(): boolean {
    return this.facts.renewable && !this.exhausted
  }
  /** ms; `null` where the end is unknown. */
  get lifetime(): number | null {
    return this.facts.expiresAt === null ? null : this.facts.expiresAt - this.sentAt
  }

  toJSON(): unknown {
    return { stamp: this.stamp, ...this.facts }
  }
}
