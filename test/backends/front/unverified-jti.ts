import { decodeJwt } from 'jose'

/** What a token claims to be, unproved: for records and inspection, never for a decision about access. */
export function unverifiedJti(token: string): string | null {
  try {
    return decodeJwt(token).jti ?? null
  } catch {
    return null
  }
}
