import type { AuthBackend } from '../backends/backend'
import type { Answers } from './answers'
import { copyBody } from './body'
import type { Call, CallKind } from './call'
import { addHeader, copyHeaders, isPlainHeaders } from './headers'
import type { AuthChoice, Origins } from './origins'
import type { Requests } from './requests'
import { slowed, watchOf } from './watch'

/** What `session.fetch` takes besides what `fetch` takes. */
export interface AuthRequestInit extends RequestInit {
  /**
   * `'auto'` (default): a token where the origin is listed and a session exists. `'required'`: rejects with `anonymous` or
   * `logged_out` without one. `'omit'`: untouched.
   */
  readonly auth?: AuthChoice | undefined
  /** Keep the request through the end of the session until the same user has logged in again, at most `queue.holdFor`. */
  readonly hold?: boolean | undefined
}

export type AuthFetch = (input: RequestInfo | URL, init?: AuthRequestInit) => Promise<Response>

/** A request as it was when it was made, however the caller changes it later. */
interface Sending {
  readonly address: string
  readonly request: Request | null
  readonly init: RequestInit | undefined
}

interface FetchPorts {
  readonly requests: Requests
  readonly origins: Origins
  readonly answers: Answers
  readonly backend: AuthBackend
  /** `listed`: for what goes to an origin that may see a token. */
  readonly transport: (listed: boolean) => typeof globalThis.fetch
  readonly label: (url: string, method: string) => string
  /** Begins the session on first use. */
  readonly begin: () => void
}

/** A drop-in for `fetch` that sends the token where it belongs, waits where it must, and replays what a 401 refused. */
export function createFetch(ports: FetchPorts): AuthFetch {
  const { requests, origins, answers, backend, transport, label, begin } = ports
  const byStatus = !backend.unauthorized && !backend.successor
  const headerName = backend.authorization('')?.[0].toLowerCase() ?? ''

  const kind: CallKind<Response, Sending> = {
    ...answers,
    run: ({ address, request, init }, lease) =>
      transport(true)(request ? copyRequest(request) : address, lease ? addHeader(init, lease, request) : init),
    names({ address, request, init }) {
      const method = (init?.method ?? request?.method ?? 'GET').toUpperCase()
      return { resource: `${method} ${address.split(/[?#]/, 1)[0]}`, label: label(address, method) }
    },
  }

  const createCall = (input: RequestInfo | URL, given: AuthRequestInit | undefined): Call<Response, Sending> => {
    const request = isRequest(input) ? copyRequest(input) : null
    const { auth, hold, ...own } = given ?? {}
    const body = copyBody(own.body)
    if (own.headers) own.headers = copyHeaders(own.headers)
    if (body) own.body = body
    return {
      kind,
      what: { address: origins.resolve(addressOf(input)), request, init: given && own },
      signal: own.signal ?? request?.signal,
      required: auth === 'required',
      hold,
      once: Boolean(own.body) && !body,
    }
  }

  const send = (input: RequestInfo | URL, init?: AuthRequestInit): Promise<Response> => {
    if (typeof input === 'string' && isPlain(init, headerName) && origins.startsListed(input)) {
      begin()
      const lease = byStatus && requests.lease()
      if (lease) {
        const sent = addHeader(init, lease, null)
        const settled: Promise<Response> = transport(true)(input, sent).then((response) => {
          if (response.status === 401) {
            if (__DEV__) return requests.resume(slowed(requests, createCall(input, sent), settled), lease, response)
            return requests.resume(createCall(input, sent), lease, response)
          }
          if (!lease.accepted && answers.accepts(response)) requests.accept(lease)
          return response
        })
        if (__DEV__) watchOf(requests)?.hurries(settled, () => label(input, init?.method ?? 'GET'), lease)
        return settled
      }
    } else {
      const { auth = 'auto', hold: _, ...given } = init ?? {}
      const address = addressOf(input)
      const headers = new Headers(init?.headers ?? (isRequest(input) ? input.headers : undefined))
      const admitted = origins.admits(address, auth, 'fetch: init.auth')
      const hasOptions = init && ('auth' in init || 'hold' in init)
      if (!admitted || (headerName && headers.has(headerName)))
        return transport(admitted)(input, hasOptions ? given : init)
      begin()
    }
    return requests.start(createCall(input, init))
  }
  return (input, init) => {
    try {
      return send(input, init)
    } catch (error) {
      return Promise.reject(error)
    }
  }
}

const isRequest = (input: RequestInfo | URL): input is Request => typeof input === 'object' && 'headers' in input

const copyRequest = (request: Request): Request => (request.body ? request.clone() : request)

const addressOf = (input: RequestInfo | URL): string => (isRequest(input) ? input.url : String(input))

/** Nothing in it needs a second thought: no option of ours, no body that can change, no header of the caller's own. */
function isPlain(init: AuthRequestInit | undefined, own: string): boolean {
  return !init || (!init.auth && !init.hold && typeof init.body !== 'object' && isPlainHeaders(init.headers, own))
}
