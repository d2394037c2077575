import { isText } from '../../shape'
import { hasAnswered, type Observed } from '../caller'
import { type Finding, fail, pass, skip, warn } from '../finding'
import { postForm } from '../oauth-speaker'
import type { KnownOauth } from '../server'
import type { Visit } from '../visit'
import { judgeTransport } from './reach'

/** RFC 8414, section 2, as far as a session needs it. */
export interface Metadata {
  readonly issuer: string
  readonly tokenEndpoint: string
  readonly revocationEndpoint: string | null
  /** `null`: not told, which means neither of those that a session needs. */
  readonly grants: readonly string[] | null
  readonly scopes: readonly string[]
}

/** An authorization server, and by what it was found. */
export interface Authorization {
  /** `null`: it publishes none, and was found by its token endpoint. */
  readonly metadata: Metadata | null
  readonly oauth: KnownOauth
}

/** Asks where its metadata would be; the first answer serves to see whether there is anybody. */
export async function askMetadata({
  caller,
  target,
  secrets,
}: Visit): Promise<{ first: Observed; found: Authorization | null }> {
  const { baseUrl, clientId } = target
  const { origin, pathname } = new URL(baseUrl)
  const path = pathname === '/' ? '' : pathname
  const places = [
    ['oidc', `${baseUrl}/.well-known/openid-configuration`],
    ['oauth2', `${origin}/.well-known/oauth-authorization-server${path}`],
  ] as const
  const answers: Observed[] = []
  for (const [discovery, url] of places) {
    const answer = await caller.ask('metadata', (call) => call({ url, headers: { Accept: 'application/json' } }))
    answers.push(answer)
    const metadata = metadataIn(answer)
    if (!hasAnswered(answer)) break
    if (!metadata) continue
    const { tokenEndpoint, revocationEndpoint } = metadata
    const issuer = secrets.quote(metadata.issuer)
    const oauth = { issuer, discovery, clientId, tokenEndpoint, revocationEndpoint, scope: scopeIn(metadata) }
    return { first: answers[0] as Observed, found: { metadata, oauth } }
  }
  return { first: answers[0] as Observed, found: null }
}

/** Where servers without metadata have their endpoints: the token endpoint, and what revokes. */
const ENDPOINTS = [
  ['/token', '/revoke'],
  ['/oauth/token', '/oauth/revoke'],
  ['/oauth2/token', '/oauth2/revoke'],
  ['/o/token/', '/o/revoke_token/'],
] as const

/** Looks for a token endpoint: it refuses an empty request as RFC 6749, section 5.2, says. */
export async function askEndpoints({ caller, target }: Visit): Promise<Authorization | null> {
  const { baseUrl, clientId, paths } = target
  const post = (path: string, form: Record<string, string>) =>
    caller.ask('a refused request', (call) => postForm(call, baseUrl + path, form))
  for (const [token, revocation] of paths.tokenEndpoint ? [[paths.tokenEndpoint, null] as const] : ENDPOINTS) {
    const refused = await post(token, { client_id: clientId ?? '' })
    if (!hasAnswered(refused)) return null
    if (![400, 401].includes(refused.status) || !isText(Object(refused.body).error)) continue
    const revoking = paths.revocationEndpoint ?? revocation ?? token.replace(/token(\/?)$/, 'revoke$1')
    const revoked = await post(revoking, { client_id: clientId ?? '', token: 'doctor' })
    const revokes = hasAnswered(revoked) && (revoked.status === 200 || isText(Object(revoked.body).error))
    const revocationEndpoint = revokes ? baseUrl + revoking : null
    const oauth = { issuer: null, discovery: 'oidc', clientId, tokenEndpoint: baseUrl + token, scope: null } as const
    return { metadata: null, oauth: { ...oauth, revocationEndpoint } }
  }
  return null
}

/** What makes such a server give a refresh token and tell the user. */
function scopeIn({ scopes }: Metadata): string | null {
  const wanted = ['openid', 'profile', 'offline_access'].filter((scope) => scopes.includes(scope))
  return wanted.length > 0 ? wanted.join(' ') : null
}

function metadataIn(observed: Observed): Metadata | null {
  if (!hasAnswered(observed) || observed.status !== 200) return null
  const { issuer, token_endpoint, revocation_endpoint, grant_types_supported, scopes_supported } = Object(observed.body)
  if (!isText(issuer) || !isText(token_endpoint)) return null
  return {
    issuer,
    tokenEndpoint: token_endpoint,
    revocationEndpoint: isText(revocation_endpoint) ? revocation_endpoint : null,
    grants: Array.isArray(grant_types_supported) ? grant_types_supported.filter(isText) : null,
    scopes: Array.isArray(scopes_supported) ? scopes_supported.filter(isText) : [],
  }
}

export function judgeMetadata(metadata: Metadata, baseUrl: string, quote: (text: string) => string): Finding[] {
  const { issuer, tokenEndpoint, revocationEndpoint, grants } = metadata
  const endpoints = `tokens come from ${quote(tokenEndpoint)}`
  return [
    speaksForItself(metadata, baseUrl)
      ? pass('oauth.metadata', endpoints)
      : fail(
          'oauth.metadata',
          `${endpoints}, but it calls itself ${quote(issuer)}`,
          `ask ${quote(issuer)}: a client has to refuse another issuer (RFC 8414, section 3.3)`,
        ),
    grants === null
      ? warn(
          'oauth.grants',
          'it does not say which grants it gives',
          'list refresh_token in grant_types_supported if it gives it',
        )
      : grants.includes('refresh_token')
        ? pass('oauth.grants', `it gives ${quote(grants.join(', '))}`)
        : fail(
            'oauth.grants',
            `it gives ${quote(grants.join(', ')) || 'nothing'}`,
            'allow the grant refresh_token, or the session ends with its first access token',
          ),
    revocationEndpoint === null
      ? warn(
          'oauth.revocation',
          'there is no revocation endpoint',
          'offer one, or a logout leaves its refresh token alive until its end',
        )
      : pass('oauth.revocation', `at ${quote(revocationEndpoint)}`),
  ]
}

export const judgeNoMetadata = ({ tokenEndpoint }: KnownOauth, quote: (text: string) => string): Finding =>
  skip(
    'oauth.metadata',
    `none; tokens come from ${quote(tokenEndpoint)}`,
    'publish some (RFC 8414), or the session has to name every endpoint',
  )

/** Whether it is what was asked for, and all that it names can be told a secret (RFC 8414, section 3.3). */
export function speaksForItself({ issuer, tokenEndpoint, revocationEndpoint }: Metadata, baseUrl: string): boolean {
  const isSafe = (url: string) => URL.canParse(url) && judgeTransport(url).verdict === 'pass'
  return trimmed(issuer) === trimmed(baseUrl) && [tokenEndpoint, revocationEndpoint ?? tokenEndpoint].every(isSafe)
}

const trimmed = (url: string) => url.replace(/\/+$/, '')
