import type { AuthBackend } from '../backends/backend'
import type { Credentials } from '../credentials'
import { isFinal } from '../grants/answer-class'
import { parseJson } from '../grants/exchange'
import { keepBody } from './body'
import { Call } from './call'
import { addHeader, copyHeaders, hasHeader, isPlainHeaders } from './headers'
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
  /** Begins the session on first use. */
  readonly begin: () => void
  /** Development only: a request goes to an origin that is not listed. */
  readonly onUnlisted: (url: string) => void
}

/** A drop-in for `fetch` that sends the token where it belongs, waits where it must, and replays what a 401 refused. */
export function createFetch(ports: FetchPorts): AuthFetch {
  const { requests, origins, backend, transport, label, onSuccessor, epoch, begin, onUnlisted } = ports
  const byStatus = !backend.unauthorized && !backend.successor
  const headerName = backend.authorization('')[0].toLowerCase()

  /** An answer from elsewhere, after a redirect, says nothing about the token. */
  const stayed = (response: Response) => !response.redirected || origins.lists(response.url)
  const readBody = async (response: Response) => parseJson(await response.clone().text())

  class FetchCall extends Call<Response> {
    readonly input: RequestInfo | URL
    readonly init: AuthRequestInit | undefined
    readonly request: Request | null
    override readonly required: boolean
    override readonly hold: boolean
    override readonly replayable: boolean = true

    constructor(input: RequestInfo | URL, init: AuthRequestInit | undefined) {
      super(epoch())
      this.request = isRequest(input) ? (input.body ? input.clone() : input) : null
      this.input = this.request ?? addressOf(input)
      this.signal = init?.signal ?? this.request?.signal
      this.init = init && { ...init, ...(init.headers && { headers: copyHeaders(init.headers) }) }
      this.required = init?.auth === 'required'
      this.hold = init?.hold === true
      if (typeof init?.body !== 'object') return
      const { body, replayable } = keepBody(init.body)
      this.init = { ...this.init, body: body as BodyInit | null }
      this.replayable = replayable
    }

    override run(lease: Credentials | null) {
      const input = this.request?.body ? this.request.clone() : this.input
      return transport()(input, lease ? addHeader(this.init, lease, this.request) : bare(this.init))
    }
    override get resource() {
      return `${this.#method} ${addressOf(this.input).split(/[?#]/, 1)[0]}`
    }
    override get label() {
      return label(addressOf(this.input), this.#method)
    }
    get #method() {
      return (this.init?.method ?? this.request?.method ?? 'GET').toUpperCase()
    }
    override accepts(response: Response) {
      return accepts(response) && stayed(response)
    }
    override isUnauthorized(outcome: Response) {
      if (!outcome?.headers || !stayed(outcome)) return false
      return backend.unauthorized?.(outcome, () => readBody(outcome)) ?? outcome.status === 401
    }
    override async isFinal(response: Response) {
      return isFinal({ status: response.status, body: await readBody(response) }, backend.final.accessToken, backend)
    }
    override onAnswer(response: Response, lease: Credentials) {
      const token = stayed(response) && backend.successor?.(response.headers)
      if (token) onSuccessor(token, lease)
    }
  }

  const send = (input: RequestInfo | URL, init?: AuthRequestInit): Promise<Response> => {
    if (typeof input === 'string' && isPlain(init, headerName) && origins.startsListed(input)) {
      const lease = byStatus ? requests.lease() : null
      if (lease === null) {
        begin()
        return requests.start(new FetchCall(input, init))
      }
      const sent = addHeader(init, lease, null)
      return transport()(input, sent).then((response) => {
        if (response.status === 401) {
          const call = new FetchCall(input, sent)
          call.epoch = lease.stamp.epoch
          return requests.resume(call, lease, response)
        }
        if (!lease.accepted) lease.accepted = accepts(response) && stayed(response)
        return response
      })
    }
    const { auth = 'auto' } = init ?? {}
    if (!['auto', 'required', 'omit'].includes(auth))
      throw new TypeError("session.fetch: init.auth must be 'auto', 'required' or 'omit'")
    const address = addressOf(input)
    const own = hasHeader(init?.headers ?? (isRequest(input) ? input.headers : undefined), headerName)
    const listed = origins.lists(address)
    if (!listed) onUnlisted(address)
    if (auth === 'omit' || own || !listed) return transport()(input, bare(init))
    begin()
    return requests.start(new FetchCall(input, init))
  }
  return (input, init) => {
    try {
      return send(input, init)
    } catch (error) {
      return Promise.reject(error)
    }
  }
}

const accepts = (response: Response): boolean => response.ok || response.status === 403

const isRequest = (input: RequestInfo | URL): input is Request => typeof input === 'object' && 'headers' in input

function addressOf(input: RequestInfo | URL): string {
  return typeof input === 'string' ? input : 'href' in input ? input.href : input.url
}

/** Nothing in it needs a second thought: no option of ours, no body that can change, no header of the caller's own. */
function isPlain(init: AuthRequestInit | undefined, own: string): boolean {
  if (init === undefined) return true
  return !init.auth && !init.hold && typeof init.body !== 'object' && isPlainHeaders(init.headers, own)
}

function bare(init: AuthRequestInit | undefined): RequestInit | undefined {
  if (!init || !('auth' in init || 'hold' in init)) return init
  const { auth: _, hold: __, ...plain } = init
  return plain
}
