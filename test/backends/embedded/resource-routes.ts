import { createHash } from 'node:crypto'
import { json } from '../front/answer'
import type { Exchange } from '../front/exchange'
import type { Pause } from '../front/pause'
import { forbidden, tokenNotValid } from './refusal'
import { readFields } from './request-payload'
import type { Route } from './route'
import type { TokenRecord } from './token-ledger'

/** What an authenticated resource answers. */
export interface Echo {
  readonly path: string
  readonly method: string
  readonly user: string
  /** Of the access token that came along. */
  readonly jti: string
  /** How often this `X-Request-Id` was executed, this time included; 1 without one. */
  readonly executed: number
  /** Only where a body came. */
  readonly body?: { readonly sha256: string; readonly length: number; readonly contentType: string | null }
}

/** Answers every path under /api/ that has no route of its own. */
export const echoRoute: Route = { methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'], secured: echo }

/** Refuses every access token, good ones too. */
export const alwaysUnauthorizedRoute: Route = {
  methods: echoRoute.methods,
  secured: () => {
    throw tokenNotValid('Token is invalid or expired')
  },
}

/** Resources with a will of their own. */
export function createResourceRoutes(pause: Pause): Record<string, Route> {
  async function slow(exchange: Exchange, access: TokenRecord) {
    await pause(Number(new URLSearchParams(exchange.request.query).get('ms') ?? 0))
    return echo(exchange, access)
  }

  function forbid(): never {
    throw forbidden()
  }

  /** Has an honest 400 besides: what is posted needs a title. */
  async function entitled(exchange: Exchange, access: TokenRecord) {
    if (exchange.request.method === 'POST') await readFields(exchange, 'title')
    return echo(exchange, access)
  }

  /** Has an honest 403 besides: nobody may delete it. */
  function undeletable(exchange: Exchange, access: TokenRecord) {
    return exchange.request.method === 'DELETE' ? forbid() : echo(exchange, access)
  }

  function open({ headers, request, execute }: Exchange) {
    execute()
    return json(200, { path: request.path, method: request.method, authorization: headers.authorization !== undefined })
  }

  return {
    '/api/forbidden/': { methods: echoRoute.methods, secured: forbid },
    '/api/public/': { methods: echoRoute.methods, open },
    '/api/refuses-with-400/': { methods: echoRoute.methods, refusesWith: 400, secured: entitled },
    '/api/refuses-with-403/': { methods: echoRoute.methods, refusesWith: 403, secured: undeletable },
    '/api/slow/': { methods: echoRoute.methods, secured: slow },
  }
}

function echo({ request, headers, body, execute }: Exchange, { claims, family }: TokenRecord) {
  const { path, method } = request
  const told: Echo = { path, method, user: family.account.username, jti: claims.jti, executed: execute() }
  if (body.length === 0) return json(200, told)
  const sha256 = createHash('sha256').update(body).digest('hex')
  const contentType = headers['content-type'] ?? null
  return json(200, { ...told, body: { sha256, length: body.length, contentType } } satisfies Echo)
}
