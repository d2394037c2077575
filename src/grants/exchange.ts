import type { Call } from '../backends/backend'
import { AuthSessionError } from '../errors'
import { parseHttpDate } from '../platform/clock'
import type { Deadlines } from '../platform/deadlines'
import type { Skew } from './skew'

interface ExchangePorts {
  /** The `fetch` option, or the platform's at the moment of the call. */
  readonly transport: () => typeof globalThis.fetch
  readonly deadlines: Deadlines
  readonly skew: Skew
}

/**
 * A talk with the token server: login, renewal, revocation. It rejects after `bound` ms at the latest, and what is still
 * on the wire then is aborted. Resolves with its answer, and when the last request left and was answered, in ms.
 */
export type Exchange = ReturnType<typeof createExchange>

export function createExchange({ transport, deadlines, skew }: ExchangePorts) {
  return async <T>(bound: number, talk: (call: Call) => PromiseLike<T> | T) => {
    const abort = new AbortController()
    let sentAt = deadlines.now()
    let receivedAt: number | undefined
    const answer = await deadlines.within(
      bound,
      talk(async ({ url, ...request }) => {
        const left = deadlines.now()
        // A redirect is never followed: what these requests carry is secret.
        const response = await transport()(url, { ...request, redirect: 'manual', signal: abort.signal })
        const { status, headers } = response
        sentAt = left
        receivedAt = deadlines.now()
        const date = parseHttpDate(headers.get('date'))
        if (date !== null) skew.sample(date, sentAt, receivedAt)
        if (__DEV__ && date !== null) skew.measured?.('date')
        return { status, headers, body: parseJson(await response.text()) }
      }),
      () => {
        abort.abort()
        throw new AuthSessionError('unreachable')
      },
    )
    return { answer, sentAt, receivedAt: receivedAt ?? deadlines.now() }
  }
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
