import type { Stamp, TokenFacts } from '../machines'
import type { StoredSession } from './platform/record'

/** One generation of tokens. Leases are references to it; it prints and serialises without its secrets. */
export class Credentials {
  readonly stamp: Stamp
  readonly facts: TokenFacts
  /** ms; when the request that brought it was sent. */
  readonly sentAt: number
  /** ms; `Infinity` where the end is unknown. */
  readonly usableUntil: number
  /** ms; `null` where the end is unknown. */
  readonly lifetime: number | null
  /** Lower or upper case as the backend writes it; empty where no header carries the token. */
  readonly headerName: string
  /** A rotation of this very session brought it. */
  byRenewal = false
  /** A resource took this token. */
  accepted = false
  /** The token was refused, and a renewal was started for it. */
  refused = false
  /** A header has brought a successor that does not live longer. */
  hasOutdatedSuccessor = false
  /** The refresh token's own end has passed. */
  exhausted = false
  readonly #record: StoredSession
  readonly #header: string
  readonly #claims: Readonly<Record<string, unknown>> | null

  constructor(
    record: StoredSession,
    facts: TokenFacts,
    header: readonly [name: string, value: string] | null,
    claims: Readonly<Record<string, unknown>> | null,
  ) {
    const { epoch, generation, sentAt } = record
    this.stamp = { epoch, generation }
    this.facts = facts
    this.sentAt = sentAt
    this.usableUntil = facts.usableUntil ?? Number.POSITIVE_INFINITY
    this.lifetime = facts.expiresAt === null ? null : facts.expiresAt - sentAt
    const [name, value] = header ?? ['', '']
    this.headerName = name
    this.#header = value
    this.#record = record
    this.#claims = claims
  }

  /** As a store keeps it, with the tokens. */
  get record(): StoredSession {
    return this.#record
  }
  get headerValue(): string {
    return this.#header
  }
  /** The access token; `null` where scripts don't have it. */
  get accessToken(): string | null {
    return this.headerName ? this.#record.accessToken : null
  }
  get claims(): Readonly<Record<string, unknown>> | null {
    return this.#claims
  }
  /** Whether something is left that can renew it. */
  get renewable(): boolean {
    return this.facts.renewable && !this.exhausted
  }

  toJSON(): unknown {
    return this.stamp
  }
}
