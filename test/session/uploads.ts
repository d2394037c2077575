import type { IncomingMessage, ServerResponse } from 'node:http'

/** One body as the server read it. */
export interface Upload {
  readonly method: string | undefined
  readonly type: string | undefined
  /** The header `X-Own`. */
  readonly own: string | undefined
  readonly content: Buffer
}

/** A resource outside the API that keeps what it is sent; `take` is a server's `fallback`. */
export function createUploads() {
  const received: Upload[] = []
  let refusals = 0
  return {
    received,
    /** The next requests are answered 401. */
    refuse(times: number): void {
      refusals = times
    },
    async take(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk)
      const { method, headers } = request
      const own = headers['x-own'] as string | undefined
      received.push({ method, type: headers['content-type'], own, content: Buffer.concat(chunks) })
      response.writeHead(refusals > 0 ? 401 : 200)
      refusals = Math.max(refusals - 1, 0)
      response.end()
      return true
    },
  }
}
