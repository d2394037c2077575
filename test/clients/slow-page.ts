import type { IncomingMessage, ServerResponse } from 'node:http'

/** A page that says one word, and the other when it is told to; `answer` is a server's `fallback`. */
export function createSlowPage() {
  let refused = false
  let times = 0
  let goOn = () => {}
  return {
    /** The next request is answered 401. */
    refuse(): void {
      refused = true
      times = 0
    },
    goOn: () => goOn(),
    /** How often it was asked for since. */
    asked: () => times,
    async answer(_: IncomingMessage, response: ServerResponse): Promise<boolean> {
      times += 1
      if (refused) {
        refused = false
        response.writeHead(401).end()
        return true
      }
      const said = new Promise<void>((resolve) => {
        goOn = resolve
      })
      response.writeHead(200, { 'Content-Type': 'text/plain' }).write('one')
      await said
      response.end('two')
      return true
    },
  }
}
