import { randomBytes } from 'node:crypto'
import { compactVerify, SignJWT } from 'jose'
import { unverifiedJti } from '../front/unverified-jti'

/** simplejwt's claims, in its order; times in whole seconds. */
export interface TokenClaims {
  readonly token_type: 'access' | 'refresh'
  readonly exp: number
  readonly iat: number
  readonly jti: string
  readonly user_id: number
}

/** The HS256 secret behind every token of one server. */
export interface SigningKey {
  /** Grows by one with every rotation. */
  readonly version: number
  /** The same claims under the same version give the same token. */
  sign(claims: TokenClaims): Promise<string>
  /** The `jti` of a token with a good signature, whatever its age; `null` for anything else. */
  verify(token: string): Promise<string | null>
  /** Everything signed so far no longer verifies. */
  rotate(): void
}

/** Starts with a random secret. */
export function createSigningKey(): SigningKey {
  let secret = randomBytes(32)
  let version = 1
  return {
    get version() {
      return version
    },
    sign: (claims) => new SignJWT({ ...claims }).setProtectedHeader({ alg: 'HS256', typ: 'JWT' }).sign(secret),
    async verify(token) {
      try {
        await compactVerify(token, secret, { algorithms: ['HS256'] })
        return unverifiedJti(token)
      } catch {
        return null
      }
    },
    rotate() {
      secret = randomBytes(32)
      version += 1
    },
  }
}
