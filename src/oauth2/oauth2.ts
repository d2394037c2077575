import * as oauth from 'oauth4webapi'
import type { Answer, AuthBackend, Call, TokenPair } from '../backends/backend'
import { AuthSessionError } from '../errors'
import { findServer, isSuccess, through, toResponse, transport } from './authorization-server'
import {
  type CodeCredentials,
  checkOptions,
  type IdClaims,
  isSafe,
  type Oauth2Logins,
  type Oauth2Options,
  type PasswordGrantCredentials,
} from './oauth2-options'
import { aboutUser, type ClaimedGrant } from './token-grant'

/** An ID token that is late is no reason to lose a session: device and server may disagree on the time. s */
const TOLERANCE = 366 * 86_400

const HINTS: Readonly<Record<string, string>> = {
  invalid_client: 'the server does not know the client: check clientId and clientAuthentication',
  unauthorized_client: 'the client may not use this grant: check how it is registered',
  unsupported_grant_type: 'the server does not offer this grant: check how it is set up',
  invalid_scope: 'check scope',
  invalid_target: 'check parameters.resource',
  invalid_request: 'check clientAuthentication and parameters',
}

/** A token endpoint's successful answer, read. */
type Read = { readonly granted: ClaimedGrant } | { readonly problem: string }

/**
 * Any OAuth 2.0 authorization server: the refresh grant (RFC 6749, section 6), revocation (RFC 7009), metadata (RFC 8414), public
 * clients and confidential ones. Sessions begin by `login('code', …)` with PKCE, or by `setTokens` after any other login flow.
 *
 * Needs the package `oauth4webapi`.
 *
 * @throws TypeError that names the option.
 */
export function oauth2<User = IdClaims>(options: Oauth2Options<User>): AuthBackend<Oauth2Logins, User> {
  checkOptions(options)
  const { issuer, endpoints, clientId, clientAuthentication = oauth.None(), scope, parameters } = options
  const { rotation = 'optional', revokes = 'grant', userinfo, scheme = 'Bearer' } = options
  const { user: userOf = (claims: IdClaims): unknown => claims } = options
  const baseUrl = issuer ?? (endpoints?.token as string)
  const client: oauth.Client = { client_id: clientId, [oauth.clockTolerance]: TOLERANCE }
  const serverBy = findServer(options)

  const read = async (server: oauth.AuthorizationServer, answer: Answer, nonce?: string): Promise<Read> => {
    try {
      const { id_token, ...body } = Object(answer.body)
      const checked = { ...answer, body: issuer && id_token ? { ...body, id_token } : body }
      const tokens = await oauth.processGenericTokenEndpointResponse(server, client, toResponse(checked))
      const claims = oauth.getValidatedIdTokenClaims(tokens)
      if (nonce !== undefined && claims?.nonce !== nonce) return { problem: 'the ID token does not repeat the nonce' }
      const { access_token: accessToken, refresh_token: refreshToken, expires_in: expiresIn } = tokens
      const grant = { accessToken, refreshToken, expiresIn }
      return { granted: claims ? { ...grant, claims: aboutUser(claims), subject: claims.sub } : grant }
    } catch (error) {
      return { problem: error instanceof Error ? error.message : '' }
    }
  }

  const ask = async (grantType: string, given: Record<string, string>, call: Call, nonce?: string): Promise<Answer> => {
    const found = await serverBy(call)
    if ('answer' in found) return found.answer
    const { server } = found
    const { send, answered } = through(call)
    const sent = { ...parameters, ...given }
    await oauth.genericTokenEndpointRequest(
      server,
      client,
      clientAuthentication,
      grantType,
      sent,
      transport(baseUrl, send),
    )
    const answer = answered()
    return isSuccess(answer) ? { ...answer, body: await read(server, answer, nonce) } : answer
  }

  const revoke = async ({ accessToken, refreshToken }: TokenPair, call: Call): Promise<Answer | null> => {
    const found = await serverBy(call)
    if ('answer' in found && isSuccess(found.answer)) throw new AuthSessionError('unreachable', 'no metadata')
    if ('answer' in found) return found.answer
    const { server } = found
    if (!server.revocation_endpoint) return null
    const { send, answered } = through(call, true)
    const hint = refreshToken === null ? 'access_token' : 'refresh_token'
    await oauth.revocationRequest(server, client, clientAuthentication, refreshToken ?? accessToken, {
      additionalParameters: { token_type_hint: hint },
      ...transport(baseUrl, send),
    })
    return answered()
  }

  return {
    kind: 'oauth2',
    baseUrl,
    rotation,
    revokes,
    tokens: 'opaque',
    methods: ['password', 'code'],
    final: {
      // 400 by the RFC; Auth0 answers 403.
      renewal: [400, 401, 403].map((status) => ({ status, codes: ['invalid_grant'] })),
      accessToken: [{ status: 401, codes: ['invalid_token'] }],
    },
    login(method, credentials, call) {
      if (method === 'password') {
        const { username, password } = credentials as PasswordGrantCredentials
        return ask('password', { username, password, ...(scope && { scope }) }, call)
      }
      const { code, codeVerifier, redirectUri, nonce } = credentials as CodeCredentials
      const exchanged = { code, code_verifier: codeVerifier, redirect_uri: redirectUri }
      return ask('authorization_code', exchanged, call, nonce)
    },
    async renew({ refreshToken, subject }, call) {
      const answer = await ask('refresh_token', { refresh_token: refreshToken as string }, call)
      const { granted } = Object(answer.body) as { granted?: ClaimedGrant }
      if (!granted || !subject) return answer
      // What an access token says of itself may name the same user otherwise.
      if (granted.subject === undefined) return { ...answer, body: { granted: { ...granted, subject } } }
      if (granted.subject === subject) return answer
      // OpenID Connect Core, section 12.2. What was spent is gone, and what came for it is not this session's to live on.
      const { accessToken, refreshToken: next = null } = granted
      await revoke({ accessToken, refreshToken: next }, call).catch(() => {})
      return { ...answer, status: 400, body: { error: 'invalid_grant' } }
    },
    revoke: (tokens, _, call) => revoke(tokens, call),
    grant({ body }) {
      const { granted, problem } = Object(body) as { granted?: ClaimedGrant; problem?: string }
      if (problem !== undefined) throw new AuthSessionError('malformed_grant', problem)
      return granted
    },
    async describe(grant: ClaimedGrant, call) {
      let claims = grant.claims ?? null
      if (userinfo) {
        const found = await serverBy(call)
        const url = 'server' in found && found.server.userinfo_endpoint
        if (!url || !isSafe(url))
          throw new AuthSessionError('malformed_grant', 'the server has no UserInfo endpoint by https:')
        const headers = { Accept: 'application/json', Authorization: `Bearer ${grant.accessToken}` }
        const answer = await call({ url, headers })
        const told = Object(answer.body)
        // OpenID Connect Core, section 5.3.2: it may have been exchanged for another's.
        if (!isSuccess(answer) || (claims && told.sub !== claims.sub))
          throw new AuthSessionError('malformed_grant', 'the UserInfo endpoint told nothing of this user')
        claims = { ...claims, ...told }
      }
      return claims ? { ...grant, user: userOf(claims), subject: claims.sub } : grant
    },
    authorization: (accessToken) => ['Authorization', `${scheme} ${accessToken}`],
    errorCode(body) {
      const { error } = Object(body)
      return typeof error === 'string' ? error : null
    },
    hint({ status, body }) {
      const hint = HINTS[Object(body).error]
      return hint ?? (status === 404 ? `check ${issuer ? 'issuer and discovery' : 'endpoints'}` : null)
    },
  }
}
