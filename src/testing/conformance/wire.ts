import { ConformanceError } from './conformance-error'
import { nextTask, PATIENCE } from './real-time'

/** An answer that has come, and that the session does not have yet. */
export interface HeldAnswer {
  readonly headers: Headers
  release(): void
}

/** The network of one device. */
export interface Wire {
  readonly fetch: typeof globalThis.fetch
  /** Requests so far, and answers of 401. */
  readonly sent: number
  readonly refusals: number
  /** `false`: nothing gets through. */
  up: boolean
  /** What answers in the server's place, without it; `undefined`: the server. */
  instead: (address: string) => Response | undefined
  /** Changes the headers of an answer on its way. */
  rewrite: (headers: Headers, address: string) => void
  /** From now on, answers of that address are kept back until they are let go. */
  hold(address: string): readonly HeldAnswer[]
  /** Lets answers through again; those that are kept back stay where they are. */
  pass(): void
  /** Whether something that was sent has no answer yet, but for what is kept back. */
  isBusy(): boolean
  /** Resolves when everything that was sent has been answered, but for what is kept back. */
  quiet(): Promise<void>
}

export function createWire(): Wire {
  let inTheAir = 0
  let held: { readonly address: string; readonly answers: HeldAnswer[] } | null = null

  const answer = async (address: string, ask: () => Promise<Response>): Promise<Response> => {
    if (!wire.up) throw new TypeError('fetch failed')
    const given = wire.instead(address)
    if (given) return given
    const response = await ask()
    // Once the copy is read, the answer itself needs no network any more.
    await response.clone().arrayBuffer()
    const headers = new Headers(response.headers)
    wire.rewrite(headers, address)
    return Object.defineProperty(response, 'headers', { value: headers })
  }
  const keepBack = ({ headers }: Response, answers: HeldAnswer[]) => {
    inTheAir--
    return new Promise<void>((resolve) => {
      answers.push({
        headers,
        release() {
          inTheAir++
          resolve()
        },
      })
    })
  }

  const wire: { -readonly [Name in keyof Wire]: Wire[Name] } = {
    sent: 0,
    refusals: 0,
    up: true,
    instead: () => undefined,
    rewrite: () => {},
    async fetch(input: RequestInfo | URL, init?: RequestInit) {
      const address = typeof input === 'object' && 'url' in input ? input.url : String(input)
      wire.sent++
      inTheAir++
      try {
        const response = await answer(address, () => fetch(input, init))
        if (response.status === 401) wire.refusals++
        if (held && address.startsWith(held.address)) await keepBack(response, held.answers)
        return response
      } finally {
        inTheAir--
      }
    },
    hold(address: string) {
      const answers: HeldAnswer[] = []
      held = { address, answers }
      return answers
    },
    pass() {
      held = null
    },
    isBusy: () => inTheAir > 0,
    async quiet() {
      for (let waited = 0; inTheAir > 0; waited++) {
        if (waited >= PATIENCE)
          throw new ConformanceError('the server', 'an answer to every request', 'none in 20 s', '')
        await nextTask()
      }
    },
  }
  return wire
}
