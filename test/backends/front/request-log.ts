import type { IncomingMessage } from 'node:http'
import type { FaultKind } from './fault'
import { unverifiedJti } from './unverified-jti'

/** Where a front finds what is known of a token. */
export interface KnownTokens {
  find(jti: string | null): KnownToken | undefined
}

interface KnownToken {
  readonly claims: { readonly exp: number; readonly jti: string }
  readonly family: { readonly id: number; readonly account: { readonly id: number; readonly username: string } }
  readonly generation: number
}

interface LogSettings {
  readonly now: () => number
  readonly requestLimit: number
}

/** The access token that a request carried, if this server minted it. */
export interface BearerFacts {
  readonly userId: number
  readonly username: string
  /** The login that it comes from. */
  readonly family: number
  /** 1 for the login's own access token, 2 for the first refreshed one, and so on. */
  readonly generation: number
  readonly jti: string
  /** On arrival. */
  readonly expired: boolean
  /** ms past its `exp` on arrival; 0 if it was in time. */
  readonly expiredByMs: number
}

/** One request under /api/, preflights left out. */
export interface ServerRequest {
  /** Arrival, in ms of the server's clock. */
  readonly at: number
  readonly method: string
  /** Without the query. */
  readonly path: string
  /** Without the question mark. */
  readonly query: string
  /** Whether an Authorization header came, of whatever kind. */
  readonly authorization: boolean
  readonly bearer: BearerFacts | null
  /** `X-Request-Id` */
  readonly requestId: string | null
  /** `Idempotency-Key` */
  readonly idempotencyKey: string | null
  readonly fault: FaultKind | null
  /** The status that handling came to, sent or not; `null` if it was not handled (yet). */
  readonly handled: number | null
  /** The status that went out; `null` if no answer went out (yet). */
  readonly status: number | null
}

/** What is counted; what is left out counts any. `status: null` counts those without an answer. */
export interface RequestQuery {
  path?: string | RegExp | undefined
  method?: string | undefined
  status?: number | null | undefined
}

type Settled = Partial<Pick<ServerRequest, 'fault' | 'handled' | 'status'>>

/** Everything that reached the server. */
export interface RequestLog {
  /** Oldest first; never fewer than the newest `requestLimit`, at most a tenth more. */
  readonly requests: readonly ServerRequest[]
  /** Successes by `X-Request-Id`. */
  readonly executions: ReadonlyMap<string, number>
  /** All requests ever, by `METHOD path status`; `-` stands for no answer. */
  counts(): ReadonlyMap<string, number>
  count(query?: RequestQuery): number
  arrive(request: IncomingMessage): ServerRequest
  settle(request: ServerRequest, settled: Settled): void
  execute(request: ServerRequest): number
}

interface Tally {
  readonly method: string
  readonly path: string
  readonly status: number | null
  times: number
}

/** Starts empty. */
export function createRequestLog(settings: LogSettings, tokens: KnownTokens): RequestLog {
  let requests: ServerRequest[] = []
  const executions = new Map<string, number>()
  const tallies = new Map<string, Tally>()

  function tally({ method, path, status }: ServerRequest, step: 1 | -1): void {
    const key = `${method} ${path} ${status ?? '-'}`
    const entry = tallies.get(key) ?? { method, path, status, times: 0 }
    entry.times += step
    if (entry.times > 0) tallies.set(key, entry)
    else tallies.delete(key)
  }

  return {
    get requests() {
      return requests
    },
    executions,
    counts: () => new Map([...tallies].map(([key, { times }]) => [key, times])),
    count(query = {}) {
      const counted = [...tallies.values()].filter((entry) => fits(entry, query))
      return counted.reduce((sum, { times }) => sum + times, 0)
    },
    arrive(message) {
      const request = readRequest(message, settings.now(), tokens)
      requests.push(request)
      if (requests.length > settings.requestLimit * 1.1) requests = requests.slice(-settings.requestLimit)
      tally(request, 1)
      return request
    },
    settle(request, settled) {
      tally(request, -1)
      Object.assign(request, settled)
      tally(request, 1)
    },
    execute({ requestId }) {
      if (requestId === null) return 1
      const times = (executions.get(requestId) ?? 0) + 1
      executions.set(requestId, times)
      return times
    },
  }
}

function fits(entry: Tally, { path, method, status }: RequestQuery): boolean {
  if (method !== undefined && entry.method !== method) return false
  if (status !== undefined && entry.status !== status) return false
  return path === undefined || (typeof path === 'string' ? entry.path === path : path.test(entry.path))
}

function readRequest({ method = 'GET', url = '/', headers }: IncomingMessage, at: number, tokens: KnownTokens) {
  const [path = '/', ...query] = url.split('?')
  const request: ServerRequest = {
    at,
    method,
    path,
    query: query.join('?'),
    authorization: headers.authorization !== undefined,
    bearer: readBearer(headers.authorization, at, tokens),
    requestId: single(headers['x-request-id']),
    idempotencyKey: single(headers['idempotency-key']),
    fault: null,
    handled: null,
    status: null,
  }
  return request
}

function readBearer(header: string | undefined, at: number, tokens: KnownTokens): BearerFacts | null {
  const token = /^Bearer\s+(\S+)$/.exec(header ?? '')?.[1]
  const record = token === undefined ? undefined : tokens.find(unverifiedJti(token))
  if (!record) return null
  const { claims, family, generation } = record
  return {
    userId: family.account.id,
    username: family.account.username,
    family: family.id,
    generation,
    jti: claims.jti,
    expired: claims.exp * 1000 <= at,
    expiredByMs: Math.max(0, at - claims.exp * 1000),
  }
}

function single(header: string | string[] | undefined): string | null {
  return (Array.isArray(header) ? header[0] : header) ?? null
}
