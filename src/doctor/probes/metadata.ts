import { isText } from '../../shape'
import { hasAnswered, type Observed } from '../caller'
import { type Finding, fail, pass, skip, warn } from '../finding'
import type { Visit } from '../visit'

/** RFC 8414, section 2, as far as a session needs it. */
export interface Metadata {
  readonly issuer: string
  readonly tokenEndpoint: string
  readonly revocationEndpoint: string | null
  /** `null`: not told, which means neither of those that a session needs. */
  readonly grants: readonly string[] | null
}

/** Asks where it would be; the first answer serves to see whether there is anybody. */
export async function askMetadata({ caller, target: { baseUrl } }: Visit) {
  const { origin, pathname } = new URL(baseUrl)
  const path = pathname === '/' ? '' : pathname
  const places = [
    `${origin}/.well-known/oauth-authorization-server${path}`,
    `${baseUrl}/.well-known/openid-configuration`,
  ]
  const answers: Observed[] = []
  for (const url of places) {
    const answer = await caller.ask('metadata', (call) => call({ url, headers: { Accept: 'application/json' } }))
    answers.push(answer)
    const metadata = metadataIn(answer)
    if (metadata || !hasAnswered(answer)) return { first: answers[0] as Observed, metadata }
  }
  return { first: answers[0] as Observed, metadata: null }
}

function metadataIn(observed: Observed): Metadata | null {
  if (!hasAnswered(observed) || observed.status !== 200) return null
  const { issuer, token_endpoint, revocation_endpoint, grant_types_supported } = Object(observed.body)
  if (!isText(issuer) || !isText(token_endpoint)) return null
  return {
    issuer,
    tokenEndpoint: token_endpoint,
    revocationEndpoint: isText(revocation_endpoint) ? revocation_endpoint : null,
    grants: Array.isArray(grant_types_supported) ? grant_types_supported.filter(isText) : null,
  }
}

export function judgeMetadata(metadata: Metadata, baseUrl: string, quote: (text: string) => string): Finding[] {
  const { issuer, tokenEndpoint, revocationEndpoint, grants } = metadata
  const endpoints = `tokens come from ${quote(tokenEndpoint)}`
  const isItself = trimmed(issuer) === trimmed(baseUrl)
  return [
    isItself
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

/** What only a user at the login page of such a server could start. */
export const judgeOauthLogin = (): Finding =>
  skip(
    'login',
    'logins of an OAuth server go through its own pages',
    'log in with the client that you use, and call session.check() in development',
  )

const trimmed = (url: string) => url.replace(/\/+$/, '')
