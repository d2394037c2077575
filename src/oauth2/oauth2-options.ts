import type { ClientAuth } from 'oauth4webapi'
import type { AuthBackend } from '../backends/backend'
import { checkShape } from '../shape'

/** What an authorization server's redirect brought, and what the app kept for it. */
export interface CodeCredentials {
  readonly code: string
  /** The PKCE verifier (RFC 7636) whose challenge went along with the authorization request. */
  readonly codeVerifier: string
  /** The very `redirect_uri` of the authorization request. */
  readonly redirectUri: string
  /** The `nonce` of the authorization request; the ID token must then repeat it. */
  readonly nonce?: string | undefined
}

/** @deprecated The password grant (RFC 6749, section 4.3) is for legacy servers: RFC 9700, section 2.4, forbids it to others. */
export interface PasswordGrantCredentials {
  readonly username: string
  readonly password: string
}

export type Oauth2Logins = { code: CodeCredentials; password: PasswordGrantCredentials }

/** What an ID token says of the user, without what it says of itself. */
export type IdClaims = Readonly<Record<string, unknown>> & { readonly sub: string }

/** Where an authorization server that publishes no metadata is spoken with; absolute. Its ID tokens are not read. */
export interface Oauth2Endpoints {
  readonly token: string
  /** RFC 7009; without it a logout ends the session here alone. */
  readonly revocation?: string | undefined
  readonly userinfo?: string | undefined
}

export interface Oauth2Options<User = IdClaims> {
  /** The issuer identifier, whose metadata say where everything is; they are asked for at the first need. This or `endpoints`. */
  readonly issuer?: string | undefined
  readonly endpoints?: Oauth2Endpoints | undefined
  /** Where the metadata are: `'oidc'`, under `/.well-known/openid-configuration`, or `'oauth2'`, where RFC 8414 puts them. @default 'oidc' */
  readonly discovery?: 'oidc' | 'oauth2' | undefined
  readonly clientId: string
  /** How a confidential client proves itself, such as oauth4webapi's `ClientSecretBasic(secret)`. @default none: a public client */
  readonly clientAuthentication?: ClientAuth | undefined
  /** What the password grant asks for; `openid offline_access`, say. The code grant's is that of the authorization request. */
  readonly scope?: string | undefined
  /** Further parameters of every token request, such as `resource` (RFC 8707) or `audience`. */
  readonly parameters?: Readonly<Record<string, string>> | undefined
  /** @default 'optional': with rotation or without */
  readonly rotation?: AuthBackend['rotation'] | undefined
  /** What the revocation of a refresh token ends. @default 'grant', as RFC 7009, section 2.1, has it */
  readonly revokes?: AuthBackend['revokes']
  /** Makes the user of the claims of the ID token and, with `userinfo`, of what that endpoint says. @default the claims */
  readonly user?: ((claims: IdClaims) => User) | undefined
  /** Whether the UserInfo endpoint is asked, once, when a session begins. @default false */
  readonly userinfo?: boolean | undefined
  /** The scheme in the `Authorization` header of resources. @default 'Bearer' */
  readonly scheme?: string | undefined
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\]|.*\.localhost)$/

/** Over a network, tokens go by `https:` alone. */
export const isLoopback = (address: string): boolean => LOOPBACK.test(new URL(address).hostname)

/** @throws TypeError that names the option. */
export function checkOptions(options: Oauth2Options<unknown>): void {
  const check = (name: string, value: unknown, wanted: string, fits?: boolean) =>
    checkShape(`oauth2: ${name}`, value, wanted, fits)
  const address = (name: string, value: unknown) =>
    check(name, value, 'an absolute https: address (or http: on loopback)', typeof value === 'string' && isSafe(value))
  check('options', options, 'an object')
  const { issuer, endpoints, discovery = 'oidc', clientId, clientAuthentication, scope = '', user } = options
  const { parameters = {}, rotation = 'optional', revokes = 'grant', userinfo = false, scheme = 'Bearer' } = options
  const isOne = (issuer === undefined) !== (endpoints === undefined)
  check('issuer', issuer, 'given, or else endpoints, and not both', isOne)
  if (issuer !== undefined) address('issuer', issuer)
  if (endpoints !== undefined) {
    check('endpoints', endpoints, 'an object')
    address('endpoints.token', endpoints.token)
    if (endpoints.revocation !== undefined) address('endpoints.revocation', endpoints.revocation)
    if (endpoints.userinfo !== undefined || userinfo) address('endpoints.userinfo', endpoints.userinfo)
  }
  check('discovery', discovery, "'oidc' or 'oauth2'", ['oidc', 'oauth2'].includes(discovery))
  check('clientId', clientId, 'a string that is not empty', typeof clientId === 'string' && clientId !== '')
  if (clientAuthentication !== undefined) check('clientAuthentication', clientAuthentication, 'a function')
  check('scope', scope, 'a string')
  check('parameters', parameters, 'an object')
  for (const [name, value] of Object.entries(parameters)) check(`parameters.${name}`, value, 'a string')
  check('rotation', rotation, "'always', 'optional' or 'never'", ['always', 'optional', 'never'].includes(rotation))
  check('revokes', revokes, "'token' or 'grant'", ['token', 'grant'].includes(revokes))
  if (user !== undefined) check('user', user, 'a function')
  check('userinfo', userinfo, 'a boolean')
  check('scheme', scheme, 'one word', typeof scheme === 'string' && /^[\w!#$%&'*+.^`|~-]+$/.test(scheme))
}

export function isSafe(address: string): boolean {
  try {
    const { protocol } = new URL(address)
    return protocol === 'https:' || (protocol === 'http:' && isLoopback(address))
  } catch {
    return false
  }
}
