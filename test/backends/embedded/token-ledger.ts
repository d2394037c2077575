import { randomUUID } from 'node:crypto'
import type { Account } from './accounts'
import type { SigningKey, TokenClaims } from './signing-key'

/** One login and everything that was ever minted from it. */
export interface Family {
  readonly id: number
  readonly account: Account
  readonly refreshTokens: TokenRecord[]
  accessTokens: number
  /** Set when the family was ended as a whole, access tokens included. */
  killed: 'reuse' | 'revoked' | null
  signedOut: boolean
  reused: number
  graced: number
}

/** One token that was minted; the token itself is kept nowhere. */
export interface TokenRecord {
  readonly claims: TokenClaims
  readonly family: Family
  /** 1 for the first of its kind in the family. */
  readonly generation: number
  /** ms; `iat` may be older, since a refreshed access token copies it. */
  readonly issuedAt: number
  readonly keyVersion: number
  blacklisted: boolean
  /** When a rotation used it up, in ms. */
  spentAt: number | null
  successor: TokenRecord | null
}

/** Every token and family of one server. All of it is synchronous, so that a check and its consequence are one step. */
export interface TokenLedger {
  readonly families: readonly Family[]
  open(account: Account): TokenRecord
  issueRefresh(family: Family): TokenRecord
  issueAccess(family: Family, iat: number): TokenRecord
  find(jti: string | null): TokenRecord | undefined
  hasExpired(record: TokenRecord): boolean
  isDead(record: TokenRecord): boolean
  /** Whether the server would still accept it. */
  isGood(record: TokenRecord): boolean
  /** Returns how many were still good. */
  revokeAccess(userId?: number): number
  /** Returns how many families were still alive. */
  killFamilies(userId?: number): number
}

/** What tokens are made by; read for each of them. Lives in seconds. */
interface LedgerSettings {
  readonly now: () => number
  readonly accessLifetime: number
  readonly refreshLifetime: number
}

/** Starts empty. */
export function createTokenLedger(settings: LedgerSettings, key: SigningKey): TokenLedger {
  const families: Family[] = []
  const records = new Map<string, TokenRecord>()

  function issue(type: TokenClaims['token_type'], family: Family, generation: number, iat: number): TokenRecord {
    const issuedAt = settings.now()
    const lifetime = type === 'access' ? settings.accessLifetime : settings.refreshLifetime
    const claims: TokenClaims = {
      token_type: type,
      exp: wholeSeconds(issuedAt + lifetime * 1000),
      iat,
      jti: randomUUID().replaceAll('-', ''),
      user_id: family.account.id,
    }
    const fresh = { blacklisted: false, spentAt: null, successor: null }
    const record = { claims, family, generation, issuedAt, keyVersion: key.version, ...fresh }
    records.set(claims.jti, record)
    return record
  }

  const ledger: TokenLedger = {
    families,
    open(account) {
      const blank = { killed: null, signedOut: false, reused: 0, graced: 0, accessTokens: 0 }
      const family: Family = { id: families.length + 1, account, refreshTokens: [], ...blank }
      families.push(family)
      return ledger.issueRefresh(family)
    },
    issueRefresh(family) {
      const record = issue('refresh', family, family.refreshTokens.length + 1, wholeSeconds(settings.now()))
      family.refreshTokens.push(record)
      return record
    },
    issueAccess(family, iat) {
      family.accessTokens += 1
      return issue('access', family, family.accessTokens, iat)
    },
    find: (jti) => (jti === null ? undefined : records.get(jti)),
    hasExpired: (record) => record.claims.exp * 1000 <= settings.now(),
    isDead: (record) => record.blacklisted || record.family.killed !== null,
    isGood(record) {
      return record.keyVersion === key.version && !ledger.hasExpired(record) && !ledger.isDead(record)
    },
    revokeAccess(userId) {
      const hit = [...records.values()].filter(
        (record) => record.claims.token_type === 'access' && concerns(record.family, userId) && ledger.isGood(record),
      )
      for (const record of hit) record.blacklisted = true
      return hit.length
    },
    killFamilies(userId) {
      const hit = families.filter((family) => concerns(family, userId) && family.killed === null)
      const alive = hit.filter((family) => family.refreshTokens.some(ledger.isGood)).length
      for (const family of hit) family.killed = 'revoked'
      return alive
    },
  }
  return ledger
}

/** ms to the whole second below. */
export function wholeSeconds(ms: number): number {
  return Math.floor(ms / 1000)
}

function concerns(family: Family, userId: number | undefined): boolean {
  return userId === undefined || family.account.id === userId
}
