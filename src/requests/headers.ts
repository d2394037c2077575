import type { Credentials } from '../credentials'

/** The init with the token that the lease carries. */
export function addHeader(init: RequestInit | undefined, lease: Credentials, request: Request | null): RequestInit {
  const { headerName, headerValue } = lease
  const given = init?.headers ?? request?.headers
  const sent: RequestInit & { auth?: unknown; hold?: unknown } = { ...init }
  if (given === undefined || Object.getPrototypeOf(given) === Object.prototype) {
    const headers: Record<string, string> = {}
    for (const name in given) headers[name] = (given as Record<string, string>)[name] as string
    headers[headerName] = headerValue
    sent.headers = headers
  } else {
    const headers = new Headers(given)
    headers.set(headerName, headerValue)
    sent.headers = headers
  }
  // Browsers take `Authorization`, and no other secret, off a redirect to another origin.
  if (headerName !== 'Authorization') sent.redirect ??= 'manual'
  if (sent.auth || sent.hold) {
    delete sent.auth
    delete sent.hold
  }
  return sent
}

/** Plain headers without a token of the caller's own. */
export function isPlainHeaders(headers: HeadersInit | undefined): boolean {
  if (headers === undefined) return true
  if (Object.getPrototypeOf(headers) !== Object.prototype) return false
  for (const name in headers) if (name.length === 13 && name.toLowerCase() === 'authorization') return false
  return true
}

export function hasHeader(headers: HeadersInit | undefined, name: string): boolean {
  return headers !== undefined && new Headers(headers).has(name)
}
