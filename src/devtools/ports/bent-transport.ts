import type { FinalAnswerFact } from '../../development-fact'
import { httpDate } from '../../platform/clock'

/** What happens to renewals on their way. */
export type RenewalsMode = 'pass' | 'unreachable' | 'rejected'

interface BentTransportPorts {
  /** The transport underneath, looked up at each call. */
  readonly base: () => typeof globalThis.fetch
  /** Whether a request of the session's own to renew it is what is sent now. */
  readonly isRenewing: () => boolean
  /** Whether a request with a token could be sent now. */
  readonly isLoggedIn: () => boolean
  /** The header that carries the token; `null`: none does. */
  readonly header: () => string | null
  /** The backend's final answers to a renewal. */
  readonly final: () => readonly FinalAnswerFact[]
  /** ms; the server's time where the session's clock was moved away from it, and else `null`. */
  readonly serverTime: () => number | null
  readonly onChange: () => void
}

/** A transport that answers some requests by itself; such a request never leaves. */
export function createBentTransport(ports: BentTransportPorts) {
  let refusals = 0
  let renewals: RenewalsMode = 'pass'
  let offline = false

  const fetch = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    init?.signal?.throwIfAborted()
    if (offline) throw new TypeError('Failed to fetch')
    const isRenewal = init?.redirect === 'manual' && ports.isRenewing()
    if (isRenewal && renewals === 'unreachable') throw new TypeError('Failed to fetch')
    if (isRenewal && renewals === 'rejected') return finalNo(ports.final())
    if (!isRenewal && refusals > 0 && ports.isLoggedIn() && carries(ports.header(), input, init)) {
      refusals--
      ports.onChange()
      return answer(401, { detail: 'refused by the devtools' })
    }
    const response = await ports.base()(input, init)
    return init?.redirect === 'manual' ? dated(response, ports.serverTime()) : response
  }

  return {
    fetch,
    state: () => ({ refusesNext: refusals > 0, renewals }),
    /** The next request with a token is answered by a 401. */
    refuseNext(): void {
      refusals = 1
      ports.onChange()
    },
    setRenewals(mode: RenewalsMode): void {
      renewals = mode
      ports.onChange()
    },
    setOffline(value: boolean): void {
      offline = value
      ports.onChange()
    },
  }
}

/** The first of the backend's own final answers, its code where most backends look for one. */
function finalNo([first = { status: 401 }]: readonly FinalAnswerFact[]): Response {
  const code = first.codes?.[0] ?? 'token_not_valid'
  return answer(first.status, { error: code, code, detail: 'rejected by the devtools' })
}

/** Moved on, the clock is wrong; a server says so by its `Date`, which a browser may hide from scripts. */
function dated(response: Response, serverTime: number | null): Response {
  if (serverTime === null || response.headers.has('date')) return response
  const headers = new Headers(response.headers)
  headers.set('date', httpDate(serverTime))
  return Object.defineProperty(response, 'headers', { value: headers })
}

function answer(status: number, body: object): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } })
}

/** Whether a request goes with the token; where cookies carry it, every one that follows redirects may. */
function carries(header: string | null, input: RequestInfo | URL, init: RequestInit | undefined): boolean {
  if (header === null) return init?.redirect !== 'manual'
  const given = init?.headers ?? (typeof input === 'object' && 'headers' in input ? input.headers : undefined)
  return new Headers(given).has(header)
}
