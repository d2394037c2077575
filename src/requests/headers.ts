import type { Credentials } from '../credentials'

/** The init with the token that the lease carries. */
export function addHeader(init: RequestInit | undefined, lease: Credentials, request: Request | null): RequestInit {
  const { headerName, headerValue } = lease
  const given = init?.headers ?? request?.headers
  const sent: RequestInit & { auth?: unknown; hold?: unknown } = { ...init }
  const headers = copyHeaders(given)
  if (headers instanceof Headers) headers.set(headerName, headerValue)
  else headers[headerName] = headerValue
  sent.headers = headers
  // Browsers take `Authorization`, and no other secret, off a redirect to another origin.
  if (headerName !== 'Authorization') sent.redirect ??= 'manual'
  if (sent.auth || sent.hold) {
    delete sent.auth
    delete sent.hold
  }
  return sent
}

/** Headers as they are now, however the caller changes them later. */
export function copyHeaders(given: HeadersInit | undefined): Record<string, string> | Headers {
  if (given !== undefined && Object.getPrototypeOf(given) !== Object.prototype) return new Headers(given)
  const headers: Record<string, string> = {}
  for (const name in given) headers[name] = (given as Record<string, string>)[name] as string
  return headers
}

/** Plain headers without a token of the caller's own. `own`: the token's header, in lower case. */
export function isPlainHeaders(headers: HeadersInit | undefined, own: string): boolean {
  if (headers === undefined) return true
  if (Object.getPrototypeOf(headers) !== Object.prototype) return false
  for (const name in headers) if (name.length === own.length && name.toLowerCase() === own) return false
  return true
}

export function hasHeader(headers: HeadersInit | undefined, name: string): boolean {
  return headers !== undefined && new Headers(headers).has(name)
}
