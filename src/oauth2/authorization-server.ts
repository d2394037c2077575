import * as oauth from 'oauth4webapi'
import type { Answer, Call } from '../backends/backend'
import { systemClock } from '../platform/clock'
import { isLoopback, type Oauth2Options } from './oauth2-options'

/** Metadata that take longer are asked for again by whoever comes next; ms. */
const BOUND = 10_000

/** An authorization server as its metadata describe it, or what it answered where it gave none. */
type Found = { readonly server: oauth.AuthorizationServer } | { readonly answer: Answer }

/** Asks for the metadata at the first need, and again only where that failed. */
export function findServer({ issuer, endpoints, discovery }: Oauth2Options<unknown>) {
  let known: Promise<Found> | undefined =
    endpoints &&
    Promise.resolve({
      server: {
        issuer: new URL(endpoints.token).origin,
        token_endpoint: endpoints.token,
        ...(endpoints.revocation && { revocation_endpoint: endpoints.revocation }),
        ...(endpoints.userinfo && { userinfo_endpoint: endpoints.userinfo }),
      },
    })

  const discover = async (call: Call): Promise<Found> => {
    const identifier = new URL(issuer as string)
    const { send, answered } = through(call)
    await oauth.discoveryRequest(identifier, {
      algorithm: discovery ?? 'oidc',
      ...transport(identifier.href, send),
    })
    const answer = answered()
    // Its error codes are none of the token endpoint's: they must end nothing.
    if (!isSuccess(answer)) return { answer: { ...answer, body: undefined } }
    return oauth.processDiscoveryResponse(identifier, toResponse(answer)).then(
      (server) => ({ server }),
      ({ message }: Error) => ({ answer: { ...answer, body: { problem: `the issuer's metadata: ${message}` } } }),
    )
  }

  return async (call: Call): Promise<Found> => {
    if (known) return known
    const asked = discover(call)
    const forget = () => {
      if (known === asked) known = undefined
    }
    const { setTimeout, clearTimeout } = systemClock()
    // Who asks next asks anew, though the network forgets that the first call has long been given up.
    const timer = setTimeout(forget, BOUND)
    known = asked
    asked.then((found) => 'answer' in found && forget(), forget).then(() => clearTimeout(timer))
    return asked
  }
}

/** What the library sends goes by the session's own call; the answer is read from there. */
export function through(call: Call, keepalive = false) {
  let answer: Answer | undefined
  return {
    async send(url: string, { method, headers, body }: oauth.CustomFetchOptions<string, URLSearchParams | undefined>) {
      answer = await call({ url, method, headers, ...(body && { body: String(body) }), keepalive })
      return new Response()
    },
    answered: () => answer as Answer,
  }
}

/** How the library sends what goes to that address. */
export const transport = (address: string, send: ReturnType<typeof through>['send']) => ({
  [oauth.customFetch]: send,
  [oauth.allowInsecureRequests]: isLoopback(address),
})

export const isSuccess = ({ status }: Answer): boolean => status >= 200 && status < 300

/** A successful answer, as the library reads it. */
export function toResponse({ headers, body }: Answer): Response {
  return new Response(JSON.stringify(body), { headers: { 'content-type': headers.get('content-type') ?? '' } })
}
