import { jwtDecode } from 'jwt-decode'
import type { Grant } from '../backends/backend'
import type { IdClaims } from './oauth2-options'

/** A token endpoint's answer; RFC 6749, section 5.1, and OpenID Connect Core, section 3.1.3.3. */
export interface TokenResponse {
  readonly access_token: string
  /** In seconds. */
  readonly expires_in?: number | undefined
  readonly refresh_token?: string | undefined
  readonly id_token?: string | undefined
}

/** A grant with what its ID token says of the user. */
export interface ClaimedGrant extends Grant {
  readonly claims?: IdClaims | undefined
}

/** What an ID token says of itself, and not of the user. */
const OWN = new Set('iss aud azp exp iat nbf auth_time nonce at_hash c_hash s_hash jti sid acr amr'.split(' '))

/**
 * Reads a token response, for tokens that another library's login flow has brought: `session.setTokens(tokenGrant(response))`.
 * The ID token is taken as checked by whoever ran that flow.
 */
export function tokenGrant(response: TokenResponse): ClaimedGrant {
  const { access_token: accessToken, refresh_token: refreshToken, expires_in: expiresIn, id_token: idToken } = response
  const claims = idToken === undefined ? undefined : aboutUser(jwtDecode(idToken))
  return { accessToken, refreshToken, expiresIn, claims, subject: claims?.sub }
}

/** The claims that are about the user. */
export function aboutUser(claims: object): IdClaims {
  return Object.fromEntries(Object.entries(claims).filter(([name]) => !OWN.has(name))) as IdClaims
}
