import type { IncomingMessage, ServerResponse } from 'node:http'

/** A resource whose answer comes word by word, and ends only where the caller leaves; `take` is a server's `fallback`. */
export function createTrickle() {
  let refusals = 0
  let open: ServerResponse | null = null
  let left = () => {}
  const gone = new Promise<void>((resolve) => {
    left = resolve
  })
  return {
    /** The next requests are answered 401, in full. */
    refuse(times: number): void {
      refusals = times
    },
    /** The next part of the answer. */
    say(word: string): void {
      open?.write(word)
    },
    /** Resolves when the caller has left. */
    gone,
    async take(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
      request.resume()
      if (refusals > 0) {
        refusals -= 1
        response.writeHead(401).end()
        return true
      }
      open = response
      response.once('close', left)
      response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders()
      return true
    },
  }
}
