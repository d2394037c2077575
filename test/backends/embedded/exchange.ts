import type { IncomingHttpHeaders } from 'node:http'
import type { Answer } from './answer'
import type { ServerRequest } from './request-log'
import type { TokenRecord } from './token-ledger'

/** One request as an endpoint sees it, its body read to the end. */
export interface Exchange {
  readonly request: ServerRequest
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
  /** Counts one success under the request's `X-Request-Id` and returns the count; 1 without an id. */
  execute(): number
}

interface Reach {
  readonly methods: readonly string[]
  /** Its success has an event of its own, so that none is `served`. */
  readonly quiet?: true
}

/** What serves a path: open to anybody, or only with a good bearer. */
export type Route = Reach &
  (
    | { readonly open: (exchange: Exchange) => Answer | Promise<Answer> }
    | { readonly secured: (exchange: Exchange, access: TokenRecord) => Answer | Promise<Answer> }
  )
