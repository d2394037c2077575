import type { Credentials } from '../credentials'

/** The init with the token that the lease carries. */
export function addHeader(
  init: RequestInit | undefined,
  { headerName, headerValue }: Credentials,
  request: Request | null,
): RequestInit | undefined {
  if (!headerName) return init
  const headers = copyHeaders(init?.headers ?? request?.headers)
  if (headers instanceof Headers) headers.set(headerName, headerValue)
  else headers[headerName] = headerValue
  const sent: RequestInit = { ...init, headers }
  // Browsers take `Authorization`, and no other secret, off a redirect to another origin.
  if (headerName !== 'Authorization' && (sent.redirect ?? request?.redirect) !== 'error') sent.redirect = 'manual'
  return sent
}

/** Headers as they are now, however the caller changes them later. */
export function copyHeaders(given: HeadersInit | undefined): Record<string, string> | Headers {
  if (!isRecord(given)) return new Headers(given)
  const headers: Record<string, string> = {}
  for (const name in given) headers[name] = given[name] as string
  return headers
}

/** Plain headers without a token of the caller's own. `own`: the token's header, in lower case. */
export function isPlainHeaders(headers: HeadersInit | undefined, own: string): boolean {
  if (!isRecord(headers)) return false
  for (const name in headers) if (name.length === own.length && name.toLowerCase() === own) return false
  return true
}

function isRecord(headers: HeadersInit | undefined): headers is Record<string, string> | undefined {
  return headers === undefined || Object.getPrototypeOf(headers) === Object.prototype
}
