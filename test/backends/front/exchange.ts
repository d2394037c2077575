import type { IncomingHttpHeaders } from 'node:http'
import type { ServerRequest } from './request-log'

/** One request as an API sees it, its body read to the end. */
export interface Exchange {
  readonly request: ServerRequest
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
  /** Counts one success under the request's `X-Request-Id` and returns the count; 1 without an id. */
  execute(): number
}
