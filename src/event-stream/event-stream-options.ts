import { type Clock, systemClock } from '../platform/clock'
import { pageOnline } from '../reconnecting/page-online'
import { checkShape } from '../shape'

/** Times in ms. */
export interface EventStreamOptions {
  /** Besides `Accept` and `Last-Event-ID`. */
  readonly headers?: HeadersInit | undefined
  /** @default 'GET' */
  readonly method?: string | undefined
  /** A string, for it is sent again with each connection. */
  readonly body?: string | undefined
  readonly credentials?: RequestCredentials | undefined
  /** Ends it: the loop rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined
  /** Where to go on: the `lastEventId` of the last event that was dealt with. */
  readonly lastEventId?: string | undefined
  /** What a new token means for an open stream. `'reconnect'`: another one, with it. @default 'keep' */
  readonly onRenewed?: 'keep' | 'reconnect' | undefined
  /** How long an expired session is waited for until the same user is back; 0: not at all. @default 0 */
  readonly holdFor?: number | undefined
  /** From asking to the head of the answer, the wait for a token included. @default 45_000 */
  readonly timeout?: number | undefined
  /** A stream on which nothing has come for that long, comments included, is dead; 0: never. @default 0 */
  readonly silence?: number | undefined
  /**
   * The pause after a loss, on top of the server's `retry`: a draw between 0 and `initial`, which doubles up to `max`.
   *
   * @default 3_000, 30_000
   */
  readonly backoff?: { readonly initial?: number | undefined; readonly max?: number | undefined } | undefined
  /** Hears of each connection, before its events. */
  readonly onOpen?: ((response: Response) => void) | undefined
  /** Hears of each loss, and how many ms away the next try is. */
  readonly onDropped?: ((error: unknown, retryIn: number) => void) | undefined
  /**
   * Tells that the network is back, which ends a pause that the server has not asked for: called with what to call then, returns what ends it.
   *
   * @default the page's `online` event
   */
  readonly onOnline?: ((notify: () => void) => () => void) | undefined
  /** Where time comes from: the session's, where it was given one. @default systemClock() */
  readonly clock?: Clock | undefined
}

/** @throws TypeError that names a bad option. */
export function resolveEventStreamOptions(options: EventStreamOptions) {
  const { signal, headers, onRenewed = 'keep', onOpen = () => {}, onDropped = () => {} } = options
  const { method, body, credentials, lastEventId = '', clock = systemClock(), onOnline = pageOnline } = options
  const { holdFor = 0, timeout = 45_000, silence = 0, backoff: { initial = 3_000, max = 30_000 } = {} } = options
  const times = { holdFor, timeout, silence, initial, max }
  for (const [name, ms] of Object.entries(times))
    checkShape(`readEvents: ${name}`, ms, 'a number from 0 to 2147483647', ms >= 0 && ms < 2 ** 31)
  const request: RequestInit = {
    method: method ?? 'GET',
    body: body ?? null,
    credentials: credentials ?? 'same-origin',
  }
  return { ...times, signal, headers, onRenewed, onOpen, onDropped, lastEventId, clock, onOnline, request }
}
