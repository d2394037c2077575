import type { IncomingMessage } from 'node:http'

const allowedHeaders = 'Accept, Authorization, Content-Type, Idempotency-Key, X-Request-Id, X-Requested-With'
const allowedMethods = 'DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT'

/** The rules for other origins. */
export interface Cors {
  /** For every answer; empty where no other origin may read it. */
  headers(request: IncomingMessage): Record<string, string>
  /** The headers of the answer to a preflight; `null` for any other request, and with CORS off. */
  preflight(request: IncomingMessage): Record<string, string> | null
}

/** Reflects the origins that may come; exposes what a client needs to read. */
export function createCors(allowed: boolean | readonly string[], successorHeader: string | null): Cors {
  const exposed = [
    ...new Set(['Date', 'WWW-Authenticate', 'Refresh-Token', ...(successorHeader ? [successorHeader] : [])]),
  ]

  function headers({ headers: { origin } }: IncomingMessage): Record<string, string> {
    if (allowed === false) return {}
    if (origin === undefined || !(allowed === true || allowed.includes(origin))) return { vary: 'Origin' }
    return {
      vary: 'Origin',
      'access-control-allow-origin': origin,
      'access-control-expose-headers': exposed.join(', '),
    }
  }

  return {
    headers,
    preflight(request) {
      const asked = request.headers['access-control-request-method'] !== undefined
      if (allowed === false || request.method !== 'OPTIONS' || !asked) return null
      const granted = headers(request)
      if (!('access-control-allow-origin' in granted)) return granted
      return {
        ...granted,
        'access-control-allow-headers': allowedHeaders,
        'access-control-allow-methods': allowedMethods,
        'access-control-max-age': '86400',
      }
    },
  }
}
