import { decodeJwt } from 'jose'
import type { Account } from '../embedded'
import type { KnownTokens } from '../front/request-log'
import { unverifiedJti } from '../front/unverified-jti'

/** A login as its tokens tell it, seen on their way to the client. */
export interface ObservedFamily {
  readonly id: number
  readonly account: Account
  readonly refreshTokens: string[]
  readonly accessTokens: string[]
  signedOut: boolean
  killed: boolean
  reused: number
}

/** Every token that a site has handed out since the test began. */
export interface ObservedTokens extends KnownTokens {
  readonly families: readonly ObservedFamily[]
  /** An answer to a login. */
  login(tokens: { access: string; refresh: string }): void
  /** An answer to a renewal with that refresh token. */
  refreshed(spent: string, tokens: { access: string; refresh?: string }): void
  /** A successor of that access token, in a header. */
  succeeded(before: string, access: string): void
  familyOf(token: string): ObservedFamily | undefined
}

/** Starts empty. */
export function createObservedTokens(accounts: () => readonly Account[]): ObservedTokens {
  const families: ObservedFamily[] = []
  const known = new Map<string, { family: ObservedFamily; generation: number; claims: { exp: number; jti: string } }>()

  function note(token: string, family: ObservedFamily, tokens: string[]): void {
    tokens.push(token)
    const { exp = 0, jti = '' } = decodeJwt(token)
    known.set(jti, { family, generation: tokens.length, claims: { exp, jti } })
  }

  const familyOf = (token: string) => known.get(unverifiedJti(token) ?? '')?.family

  return {
    families,
    familyOf,
    find: (jti) => (jti === null ? undefined : known.get(jti)),
    login({ access, refresh }) {
      const { user_id } = decodeJwt<{ user_id: number }>(access)
      const account = accounts().find(({ id }) => id === user_id)
      if (!account) throw new Error(`a token for user ${user_id}, whom nobody knows`)
      const blank = { refreshTokens: [], accessTokens: [], signedOut: false, killed: false, reused: 0 }
      const family: ObservedFamily = { id: families.length + 1, account, ...blank }
      families.push(family)
      note(refresh, family, family.refreshTokens)
      note(access, family, family.accessTokens)
    },
    succeeded(before, access) {
      const family = familyOf(before)
      if (family) note(access, family, family.accessTokens)
    },
    refreshed(spent, { access, refresh }) {
      const family = familyOf(spent)
      if (!family) return
      note(access, family, family.accessTokens)
      if (refresh) note(refresh, family, family.refreshTokens)
    },
  }
}
