import type { Answer, BackendRequest } from '../backends/backend'
import { parseHttpDate } from '../platform/clock'
import type { Skew } from './skew'

interface ExchangePorts {
  /** The `fetch` option, or the platform's at the moment of the call. */
  readonly transport: () => typeof globalThis.fetch
  readonly now: () => number
  readonly skew: Skew
}

/** An answer, and when its request left and it arrived; both in ms. */
export interface TimedAnswer extends Answer {
  readonly sentAt: number
  readonly receivedAt: number
}

/** Sends the session's own requests: login, renewal, revocation. A redirect is never followed with their secrets. */
export type Exchange = (request: BackendRequest, signal: AbortSignal) => Promise<TimedAnswer>

export function createExchange({ transport, now, skew }: ExchangePorts): Exchange {
  return async ({ url, ...request }, signal) => {
    const sentAt = now()
    const response = await transport()(url, { ...request, redirect: 'manual', signal })
    const receivedAt = now()
    const date = parseHttpDate(response.headers.get('date'))
    if (date !== null) skew.sample(date, sentAt, receivedAt)
    const body = parseJson(await response.text())
    return { status: response.status, headers: response.headers, body, sentAt, receivedAt }
  }
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
