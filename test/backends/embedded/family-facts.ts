import type { Family, TokenLedger } from './token-ledger'

/** What became of one login, for assertions and narration; a copy, not a view. */
export interface FamilyFacts {
  readonly id: number
  readonly userId: number
  readonly username: string
  /** Whether a refresh token of it would still be accepted. */
  readonly alive: boolean
  /** Why it ended, if it was ended; a family that ran out of time or lost its key has `null`. */
  readonly revoked: 'reuse' | 'revoked' | 'signed-out' | null
  /** Refresh tokens minted, the login's included. */
  readonly generations: number
  /** Access tokens minted, the login's included. */
  readonly accessTokens: number
  /** How often a spent refresh token was refused. */
  readonly reused: number
  /** How often a spent refresh token was answered within the grace. */
  readonly graced: number
}

/** Reads one family as it is now. */
export function familyFacts(family: Family, ledger: TokenLedger): FamilyFacts {
  const alive = family.refreshTokens.some(ledger.isGood)
  return {
    id: family.id,
    userId: family.account.id,
    username: family.account.username,
    alive,
    revoked: family.killed ?? (family.signedOut && !alive ? 'signed-out' : null),
    generations: family.refreshTokens.length,
    accessTokens: family.accessTokens,
    reused: family.reused,
    graced: family.graced,
  }
}
