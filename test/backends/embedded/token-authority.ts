import type { EmitEvent, LoginMethod } from '../front/server-events'
import type { Account } from './accounts'
import type { ServerSettings } from './server-options'
import type { SigningKey } from './signing-key'
import type { TokenLedger, TokenRecord } from './token-ledger'
import { wholeSeconds } from './token-ledger'

/** Why a token was not accepted, in simplejwt's words; the endpoint decides how the answer looks. */
export class TokenError extends Error {
  override readonly name = 'TokenError'
}

/** The tokens of a login or a refresh, signed. */
export interface TokenPair {
  readonly access: string
  readonly refresh?: string
}

/** Mints, accepts, rotates and blacklists: simplejwt's rules, plus the chosen reuse policy. */
export interface TokenAuthority {
  login(account: Account, method: LoginMethod): Promise<Required<TokenPair>>
  /** Any token with a good signature that is in time, dead or alive. */
  identify(token: string): Promise<TokenRecord>
  accept(token: string, type: 'access' | 'refresh'): Promise<TokenRecord>
  refresh(token: string): Promise<TokenPair>
  blacklist(token: string): Promise<TokenRecord>
  /** A fresh access token if more than a quarter of this one's life has passed. */
  succeed(access: TokenRecord): Promise<string | null>
}

/** Each method decides and commits in one synchronous step after the signature check: of many parallel calls one wins. */
export function createTokenAuthority(
  settings: ServerSettings,
  ledger: TokenLedger,
  key: SigningKey,
  emit: EmitEvent,
): TokenAuthority {
  const { now } = settings

  async function identify(token: string): Promise<TokenRecord> {
    const record = ledger.find(await key.verify(token))
    if (!record || ledger.hasExpired(record)) throw new TokenError('Token is invalid or expired')
    return record
  }

  async function accept(token: string, type: 'access' | 'refresh'): Promise<TokenRecord> {
    const record = await identify(token)
    if (record.claims.token_type !== type) throw new TokenError('Token has wrong type')
    if (ledger.isDead(record)) throw new TokenError('Token is blacklisted')
    return record
  }

  function rotate(record: TokenRecord): TokenRecord {
    const successor = ledger.issueRefresh(record.family)
    if (settings.blacklist) {
      record.blacklisted = true
      record.spentAt = now()
      record.successor = successor
    }
    return successor
  }

  function mayUseGrace(record: TokenRecord): boolean {
    if (record.spentAt === null || now() - record.spentAt >= settings.graceMs) return false
    const newest = record.family.refreshTokens.at(-1)
    return newest !== undefined && ledger.isGood(newest)
  }

  function refuseReuse({ family }: TokenRecord): never {
    family.reused += 1
    const revokes = settings.afterGrace === 'revokes-family' && family.killed === null
    if (revokes) family.killed = 'reuse'
    emit({ type: 'reuse', user: family.account.username, family: family.id, times: family.reused, revokes })
    throw new TokenError('Token is blacklisted')
  }

  return {
    identify,
    accept,
    async login(account, method) {
      const refresh = ledger.open(account)
      const access = ledger.issueAccess(refresh.family, refresh.claims.iat)
      emit({ type: 'login', user: account.username, family: refresh.family.id, method })
      return { refresh: await key.sign(refresh.claims), access: await key.sign(access.claims) }
    },
    async refresh(token) {
      const record = await identify(token)
      const { family } = record
      if (record.claims.token_type !== 'refresh') throw new TokenError('Token has wrong type')
      const graced = mayUseGrace(record)
      if (record.spentAt !== null && !graced) refuseReuse(record)
      if (!graced && ledger.isDead(record)) throw new TokenError('Token is blacklisted')
      const access = ledger.issueAccess(family, record.claims.iat)
      const next = graced ? record.successor : settings.rotation ? rotate(record) : null
      if (graced) family.graced += 1
      const facts = { user: family.account.username, family: family.id, generation: access.generation }
      emit({ type: 'refreshed', ...facts, refreshGeneration: next?.generation ?? null, graced })
      const signed = { access: await key.sign(access.claims) }
      return next ? { ...signed, refresh: await key.sign(next.claims) } : signed
    },
    async blacklist(token) {
      const record = await accept(token, 'refresh')
      record.blacklisted = true
      record.family.signedOut = true
      emit({ type: 'blacklisted', user: record.family.account.username, family: record.family.id })
      return record
    },
    async succeed(access) {
      const life = access.claims.exp * 1000 - access.issuedAt
      if (now() - access.issuedAt <= life / 4) return null
      const { family } = access
      const successor = ledger.issueAccess(family, wholeSeconds(now()))
      const facts = { user: family.account.username, family: family.id, generation: successor.generation }
      emit({ type: 'succeeded', ...facts })
      return key.sign(successor.claims)
    },
  }
}
