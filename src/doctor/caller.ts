import type { Answer, Call } from '../backends/backend'
import { parseJson } from '../grants/exchange'
import type { Clock } from '../platform/clock'
import { type Silence, type Silent, silenceOf } from './silence'

/** All that a visit may cost. Durations in ms. */
export interface Limits {
  /** Requests, all told. */
  readonly calls: number
  /** How long one answer may take. */
  readonly callTimeout: number
  /** How long all answers and pauses may take together; what a person takes to answer a question is not in it. */
  readonly total: number
}

export const LIMITS: Limits = { calls: 50, callTimeout: 10_000, total: 120_000 }

/** An answer with what the doctor looks at besides. Moments in ms, by the own clock. */
export interface Answered extends Answer {
  readonly headers: Headers
  /** Whether it is a web page. */
  readonly isPage: boolean
  /** Whether it wants a CSRF token, as Django's middleware and REST framework do. */
  readonly wantsCsrf: boolean
  readonly sentAt: number
  readonly receivedAt: number
}

export type Observed = Answered | Silent

export const hasAnswered = (observed: Observed): observed is Answered => 'status' in observed

/** What is said to the server. The last answer of it counts. */
export type Talk = (call: Call) => PromiseLike<unknown> | null

/** What happens to requests on their way to the network: cookies, and what guards them. */
export type Via = (fetch: typeof globalThis.fetch) => typeof globalThis.fetch

/** The visit ends here: it has cost all that it may. */
export class OutOfBounds extends Error {
  override readonly name = 'OutOfBounds'
}

export interface Caller {
  readonly calls: number
  /** `what` names the answer in the report. Rejects with {@link OutOfBounds} alone. */
  ask(what: string, talk: Talk, via?: Via): Promise<Observed>
  /** Lets time pass; `false` where the bounds don't allow so much. */
  pause(ms: number): Promise<boolean>
}

export interface CallerPorts {
  readonly fetch: typeof globalThis.fetch
  readonly clock: Clock
  /** Lets so many ms pass. */
  readonly sleep: (ms: number) => Promise<void>
  readonly limits: Limits
  /** The page's origin that requests pretend to come from. */
  readonly origin: string | null
  /** Sees every answer. */
  readonly onAnswer: (what: string, answer: Answered) => void
}

const LARGEST = 1_000_000

/** No request follows a redirect, outlasts its time-out or comes after the bounds. */
export function createCaller({ fetch, clock, sleep, limits, origin, onAnswer }: CallerPorts): Caller {
  let calls = 0
  let spent = 0

  const network: typeof globalThis.fetch = async (input, init) => {
    if (calls >= limits.calls) throw new OutOfBounds(`${limits.calls} calls were made, and no more are`)
    calls += 1
    return fetch(input, init)
  }

  async function send(what: string, { url, ...request }: Parameters<Call>[0], via: Via): Promise<Answered> {
    const left = limits.total - spent
    if (left <= 0) throw new OutOfBounds(`${limits.total / 1_000} s have passed, and no more do`)
    const abort = new AbortController()
    const timer = clock.setTimeout(() => abort.abort(), Math.min(limits.callTimeout, left))
    const begun = clock.monotonic()
    const sentAt = clock.now()
    try {
      const headers = {
        'User-Agent': 'xstate-auth-session doctor',
        ...(origin && { Origin: origin }),
        // As browsers send it; Django wants it of whoever posts by https:.
        Referer: `${origin ?? new URL(url).origin}/`,
        ...request.headers,
      }
      const init = { ...request, headers, redirect: 'manual', signal: abort.signal } as const
      const response = await via(network)(url, init)
      const receivedAt = clock.now()
      const text = await textOf(response)
      const { status } = response
      const isPage = /^\s*</.test(text) || /html/.test(response.headers.get('content-type') ?? '')
      const wantsCsrf = status === 403 && /csrf/i.test(text)
      const { headers: received } = response
      const answered = { status, headers: received, body: parseJson(text), isPage, wantsCsrf, sentAt, receivedAt }
      onAnswer(what, answered)
      return answered
    } catch (error) {
      if (error instanceof OutOfBounds) throw error
      throw new Unanswered(
        abort.signal.aborted ? 'slow' : error instanceof Unanswered ? error.silence : silenceOf(error),
      )
    } finally {
      clock.clearTimeout(timer)
      spent += clock.monotonic() - begun
    }
  }

  return {
    get calls() {
      return calls
    },
    async ask(what, talk, via = (fetch) => fetch) {
      let last: Observed = { silence: 'failed' }
      try {
        await talk(async (request) => {
          last = await send(what, request, via)
          return last
        })
        return last
      } catch (error) {
        if (error instanceof Unanswered) return { silence: error.silence }
        throw error
      }
    },
    async pause(ms) {
      if (spent + ms >= limits.total) return false
      await sleep(ms)
      spent += ms
      return true
    },
  }
}

class Unanswered extends Error {
  readonly silence: Silence

  constructor(silence: Silence) {
    super(silence)
    this.silence = silence
  }
}

/** A server that never stops sending is stopped. */
async function textOf(response: Response): Promise<string> {
  const reader = response.body?.getReader()
  const decoder = new TextDecoder()
  let text = ''
  for (let size = 0; reader; ) {
    const { done, value } = await reader.read()
    if (done) break
    size += value.byteLength
    if (size > LARGEST) {
      void reader.cancel()
      throw new Unanswered('too_large')
    }
    text += decoder.decode(value, { stream: true })
  }
  return text
}
