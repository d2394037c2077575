import type { AuthBackend } from '../backends/backend'
import type { Credentials } from '../credentials'
import { isFinal } from '../grants/answer-class'
import { parseJson } from '../grants/exchange'
import { keepBody } from './body'
import { Call, type CallKind } from './call'
import type { Origins } from './origins'
import type { Requests } from './requests'

/** What `session.fetch` takes besides what `fetch` takes. */
export interface AuthRequestInit extends RequestInit {
  /**
   * `'auto'` (default): a token where the origin is listed and a session exists. `'required'`: rejects with `anonymous` or
   * `logged_out` without one. `'omit'`: untouched.
   */
  readonly auth?: 'auto' | 'required' | 'omit'
  /** Keep the request through the end of the session until the same user has logged in again, at most `queue.holdFor`. */
  readonly hold?: boolean
}

export type AuthFetch = (input: RequestInfo | URL, init?: AuthRequestInit) => Promise<Response>

interface FetchPorts {
  readonly requests: Requests
  readonly origins: Origins
  readonly backend: AuthBackend
  readonly transport: () => typeof globalThis.fetch
  readonly label: (url: string, method: string) => string
  /** A successor of that lease has come in a header. */
  readonly onSuccessor: (token: string, lease: Credentials) => void
  /** The login that calls belong to from now on. */
  readonly epoch: () => string | null
  /** Begins on first use. */
  readonly begin: () => void
  /** Development only: a request goes to an origin that is not listed. */
  readonly onUnlisted: (url: string) => void
}

/** A drop-in for `fetch` that sends the token where it belongs, waits where it must, and replays what a 401 refused. */
export function createFetch(ports: FetchPorts): AuthFetch {
  const { requests, origins, backend, transport, begin } = ports
  const kind = responseKind(ports)
  const byStatus = backend.unauthorized === undefined && backend.successor === undefined

  const make = (input: RequestInfo | URL, init: AuthRequestInit, url: string) => {
    const { auth, hold = false, ...plain } = init
    const request = typeof input === 'object' && 'headers' in input ? input : null
    const kept = keepBody(plain.body)
    if (kept.body !== undefined) plain.body = kept.body
    const run = (lease: Credentials | null) => {
      const source = request?.body ? request.clone() : input
      return transport()(source, lease ? withToken(plain, lease, request) : plain)
    }
    const call = new Call<Response>(kind, run, ports.epoch())
    const method = (plain.method ?? request?.method ?? 'GET').toUpperCase()
    call.signal = plain.signal ?? request?.signal ?? null
    call.resource = () => `${method} ${url.split(/[?#]/, 1)[0]}`
    call.label = () => ports.label(url, method)
    call.required = auth === 'required'
    call.hold = hold
    call.replayable = kept.replayable
    return call
  }

  /** Everything but a plain request with a good token. */
  const slow = (input: RequestInfo | URL, init: AuthRequestInit = {}): Promise<Response> => {
    const { auth, hold, ...plain } = init
    if (auth !== undefined && !['auto', 'required', 'omit'].includes(auth))
      throw new TypeError("session.fetch: init.auth must be 'auto', 'required' or 'omit'")
    const address = typeof input === 'string' ? input : 'href' in input ? input.href : input.url
    if (auth === 'omit' || hasOwnHeader(input, plain, backend)) return transport()(input, plain)
    const url = origins.listed(address)
    if (url === null) {
      ports.onUnlisted(address)
      return transport()(input, plain)
    }
    begin()
    return requests.start(make(input, init, url.href))
  }

  return (input, init) => {
    try {
      if (byStatus && typeof input === 'string' && isPlain(init) && origins.startsListed(input)) {
        const lease = requests.lease()
        const sent = lease && quickInit(init, lease)
        if (sent)
          return transport()(input, sent).then((response) => {
            if (response.status !== 401 || !stayed(response, origins)) {
              if (!lease.accepted) lease.accepted = accepts(response)
              return response
            }
            const call = make(input, init ?? {}, input)
            call.epoch = lease.stamp.epoch
            return requests.resume(call, lease, response)
          })
      }
      return slow(input, init)
    } catch (error) {
      return Promise.reject(error)
    }
  }
}

function responseKind({ backend, origins, onSuccessor }: FetchPorts): CallKind<Response> {
  const readBody = async (response: Response) => parseJson(await response.clone().text())
  return {
    accepts,
    isUnauthorized(outcome) {
      if (!(outcome instanceof Object) || !('status' in outcome)) return false
      const response = outcome as Response
      if (!stayed(response, origins)) return false
      return backend.unauthorized?.(response, () => readBody(response)) ?? response.status === 401
    },
    async isFinal(outcome) {
      const response = outcome as Response
      return isFinal({ status: response.status, body: await readBody(response) }, backend.final.accessToken, backend)
    },
    onAnswer(response, lease) {
      const token = stayed(response, origins) ? backend.successor?.(response.headers) : null
      if (token) onSuccessor(token, lease)
    },
  }
}

const accepts = (response: Response): boolean => response.ok || response.status === 403

/** An answer from elsewhere, after a redirect, says nothing about the token. */
function stayed(response: Response, origins: Origins): boolean {
  return !response.redirected || origins.listed(response.url) !== null
}

/** Nothing in it needs a second thought: no option of ours, no body that can change, headers that are a plain object. */
function isPlain(init: AuthRequestInit | undefined): boolean {
  if (init === undefined) return true
  const { body, headers } = init
  if (init.auth !== undefined || init.hold !== undefined || (typeof body === 'object' && body !== null)) return false
  if (headers === undefined) return true
  const proto = Object.getPrototypeOf(headers)
  return proto === Object.prototype || proto === null
}

/** The plain init with the token; `null` where the caller brings a token of its own. */
function quickInit(init: AuthRequestInit | undefined, lease: Credentials): RequestInit | null {
  const { headerName, headerValue } = lease
  const headers: Record<string, string> = {}
  const own = init?.headers as Record<string, string> | undefined
  for (const name in own) {
    if (name.length === headerName.length && name.toLowerCase() === headerName.toLowerCase()) return null
    headers[name] = own[name] as string
  }
  headers[headerName] = headerValue
  const sent: RequestInit = init === undefined ? {} : { ...init }
  sent.headers = headers
  return guarded(sent, headerName)
}

function withToken(init: RequestInit, lease: Credentials, request: Request | null): RequestInit {
  const headers = new Headers(init.headers ?? request?.headers)
  headers.set(lease.headerName, lease.headerValue)
  return guarded({ ...init, headers }, lease.headerName)
}

/** Browsers take `Authorization`, and no other secret, off a redirect to another origin. */
function guarded(init: RequestInit, headerName: string): RequestInit {
  if (headerName !== 'Authorization') init.redirect ??= 'manual'
  return init
}

function hasOwnHeader(input: RequestInfo | URL, init: RequestInit, backend: AuthBackend): boolean {
  const [name] = backend.authorization('')
  const given = init.headers ?? (typeof input === 'object' && 'headers' in input ? input.headers : undefined)
  return given !== undefined && new Headers(given).has(name)
}
