import type { AuthSession } from '../auth-session'
import { AuthSessionError } from '../errors'
import { parseHttpDate } from '../platform/clock'
import { backoff } from '../reconnecting/backoff'
import { createBond } from '../reconnecting/bond'
import { callBack } from '../reconnecting/faults'
import { mayPass } from '../reconnecting/may-pass'
import { pause } from '../reconnecting/pause'
import { EventStreamError } from './event-stream-error'
import { type EventStreamOptions, resolveEventStreamOptions } from './event-stream-options'
import { createEventStreamParser, type ServerSentEvent } from './event-stream-parser'

/** What a server asks to wait is honoured up to this; ms. */
const MAX_RETRY = 300_000

const never = () => () => {}

/** Statuses that may pass, besides those from 500. */
const PASSING = [408, 425, 429]

/**
 * The events of a stream, by `session.fetch`: with the token, over as many connections as it takes, each of which goes on
 * after the last event. Nothing is sent before the first event is asked for. The loop ends when the server answers 204.
 *
 * @throws AuthSessionError when the login ends for which it was opened. {@link EventStreamError}, where the answer is none.
 * The signal's reason. TypeError that names a bad option.
 */
export async function* readEvents(
  session: AuthSession,
  url: string | URL,
  options: EventStreamOptions = {},
): AsyncGenerator<ServerSentEvent, void, void> {
  const { clock, signal, onRenewed, onOpen, onDropped, onOnline, ...settings } = resolveEventStreamOptions(options)
  let { lastEventId } = settings
  let attempt = new AbortController()
  let isOurs = false
  let isWithReader = false
  let timer: unknown = null
  let retry = 0
  let failures = 0

  const leave = () => {
    isOurs = true
    attempt.abort()
  }
  const wait = (ms: number) => {
    clock.clearTimeout(timer)
    if (ms > 0) timer = clock.setTimeout(() => attempt.abort(new Error('Nothing came in time')), ms)
  }
  const bond = createBond(session, {
    clock,
    holdFor: settings.holdFor,
    onExpired: leave,
    onRenewed: () => onRenewed === 'reconnect' && leave(),
  })
  const stop = () => bond.end(signal?.reason)
  signal?.addEventListener('abort', stop)
  if (signal?.aborted) stop()
  bond.signal.addEventListener('abort', () => attempt.abort(bond.signal.reason))

  /** The answer, where it is a stream; how long the server asks to wait, where it isn't yet; `null` where it never will be. */
  const ask = async (): Promise<ReadableStream<Uint8Array> | number | null> => {
    const headers = new Headers(settings.headers)
    headers.set('Accept', 'text/event-stream')
    if (lastEventId !== '') headers.set('Last-Event-ID', lastEventId)
    wait(settings.timeout)
    const init = { ...settings.request, headers, cache: 'no-store', auth: 'required', signal: attempt.signal } as const
    const response = await session.fetch(url, init)
    const { status, body } = response
    if (status === 204) return null
    if (status >= 500 || PASSING.includes(status)) return retryAfterOf(response.headers, clock.now())
    if (!response.ok || !body || !/^text\/event-stream\b/i.test(response.headers.get('content-type') ?? ''))
      throw new EventStreamError(response)
    callBack('onOpen', onOpen, response)
    return body
  }

  try {
    for (;;) {
      await bond.ready()
      attempt = new AbortController()
      isOurs = false
      let error: unknown = null
      let after = 0
      try {
        const answer = await ask()
        if (answer === null) return
        if (typeof answer === 'number') after = answer
        else {
          failures = 0
          const parser = createEventStreamParser(lastEventId)
          const reader = answer.getReader()
          for (;;) {
            wait(settings.silence)
            const { done, value } = await reader.read()
            wait(0)
            if (done) break
            for (const event of parser.push(value)) {
              await bond.ready()
              isWithReader = true
              yield event
              isWithReader = false
            }
            lastEventId = parser.lastEventId
            retry = parser.retry ?? retry
          }
        }
      } catch (reason) {
        if (isWithReader) throw reason
        await bond.ready()
        const isFinal = reason instanceof EventStreamError || reason instanceof AuthSessionError
        // What its answer says is left to the app to read.
        if (reason instanceof EventStreamError) attempt = new AbortController()
        if (isFinal && !isOurs && !mayPass(reason)) throw reason
        error = reason
      } finally {
        wait(0)
        attempt.abort()
      }
      await bond.ready()
      if (isOurs) continue
      const retryIn = Math.min(Math.max(retry, after), MAX_RETRY) + backoff(failures++, settings)
      callBack('onDropped', ({ error, retryIn }) => onDropped(error, retryIn), { error, retryIn })
      await pause({ clock, onOnline: after > 0 ? never : onOnline }, retryIn, bond.signal)
    }
  } finally {
    signal?.removeEventListener('abort', stop)
    bond.end(null)
  }
}

/** ms, seconds or a moment as it came (RFC 9110, section 10.2.3); less than 0 where there is none, or it has passed. */
function retryAfterOf(headers: Headers, now: number): number {
  const asked = headers.get('retry-after')
  return Number(asked) * 1_000 || (parseHttpDate(asked) ?? 0) - (parseHttpDate(headers.get('date')) ?? now)
}
