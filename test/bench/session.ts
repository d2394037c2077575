import { type AuthSessionOptions, createAuthSession, type Grant } from 'xstate-auth-session'
import { simpleJwt } from 'xstate-auth-session/backends'

export const ORIGIN = 'https://api.example.com'

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** A token that is good for an hour. */
export function grant(): Grant {
  const iat = Math.floor(Date.now() / 1_000)
  const jwt = (claims: object) => `${encode({ alg: 'HS256' })}.${encode(claims)}.signature`
  const accessToken = jwt({ iat, exp: iat + 3_600, user_id: 1 })
  return { accessToken, refreshToken: jwt({ iat, exp: iat + 86_400, user_id: 1 }) }
}

/** A session over a stub transport, logged in. */
export async function loggedIn(fetch: typeof globalThis.fetch, options: Pick<AuthSessionOptions, 'queue'> = {}) {
  const session = createAuthSession({ backend: simpleJwt({ baseUrl: ORIGIN }), fetch, ...options })
  await session.setTokens(grant())
  return session
}
