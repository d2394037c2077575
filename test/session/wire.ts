/** One request as a session sent it. */
export interface Sent {
  readonly input: RequestInfo | URL
  readonly init: RequestInit | undefined
  readonly method: string
  /** Without origin and query. */
  readonly path: string
  readonly authorization: string | null
}

/** A `fetch` that notes what it is given, in order, and sends it. */
export function createWire(send: typeof fetch = (input, init) => fetch(input, init)) {
  const sent: Sent[] = []
  const transport: typeof fetch = (input, init) => {
    const request = typeof input === 'object' && 'headers' in input ? input : null
    const headers = new Headers(init?.headers ?? request?.headers)
    const url = new URL(request?.url ?? String(input))
    const method = init?.method ?? request?.method ?? 'GET'
    sent.push({ input, init, method, path: url.pathname, authorization: headers.get('authorization') })
    return send(input, init)
  }
  return {
    fetch: transport,
    sent,
    /** The paths of what was sent, the token server's own left out. */
    get paths(): string[] {
      return sent.map(({ path }) => path).filter((path) => !path.startsWith('/api/token/'))
    },
  }
}
