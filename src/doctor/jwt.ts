import { jwtDecode } from 'jwt-decode'

/** What a session reads of a JWT (RFC 7519, section 4.1); seconds since the epoch. */
export interface Claims {
  readonly exp?: number
  readonly iat?: number
}

/** `null` for what is none. */
export function claimsOf(token: string | null): Claims | null {
  try {
    return jwtDecode<Claims>(token ?? '')
  } catch {
    return null
  }
}

/** s from when it was made to its end; `null` where it doesn't say. */
export function lifeOf(token: string | null): number | null {
  const { exp, iat } = claimsOf(token) ?? {}
  return typeof exp === 'number' && typeof iat === 'number' ? exp - iat : null
}
