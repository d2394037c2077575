import { createParser } from 'eventsource-parser'

/** An event of a stream. */
export interface ServerSentEvent {
  /** `'message'` where the server names none. */
  readonly type: string
  readonly data: string
  /** The last `id` that the server has given, with this event or before it. */
  readonly lastEventId: string
}

/** What is read of one connection; what it leaves unfinished is no event. */
export interface EventStreamParser {
  /** For `Last-Event-ID`, once all events have been dealt with. */
  readonly lastEventId: string
  /** How long the server asks to wait before the next connection; ms, `null` where it has not said. */
  readonly retry: number | null
  /** The events that end in this piece. */
  push(bytes: Uint8Array): readonly ServerSentEvent[]
}

/**
 * `lastEventId`: where the connection before it ended.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 */
export function createEventStreamParser(lastEventId = ''): EventStreamParser {
  const decoder = new TextDecoder()
  let came: ServerSentEvent[] = []
  let id = lastEventId
  let retry: number | null = null
  let afterCr = false
  let before = '\n'
  const parser = createParser({
    onEvent({ id: given = id, event = 'message', data }) {
      id = given
      if (data !== '') came.push({ type: event, data: data.slice(0, -1), lastEventId: id })
    },
    onRetry(ms) {
      retry = ms
    },
  })
  // It would take three letters at the beginning for a byte order mark, which the decoder has taken already.
  parser.feed(before)

  return {
    get lastEventId() {
      return id
    },
    get retry() {
      return retry
    },
    push(bytes) {
      came = []
      let text = decoder.decode(bytes, { stream: true })
      if (text === '') return came
      // A line that ends in CR has ended: it would wait for what comes next.
      if (afterCr && text.startsWith('\n')) text = text.slice(1)
      afterCr = text.endsWith('\r')
      text = before + text.replace(/\r\n?/g, '\n')
      before = text.slice(-1)
      // It tells nothing of an id that comes without data: every event gets another line of data, which is taken off again.
      parser.feed(text.replace(/\n(?=\n)/g, '\ndata\n').slice(1))
      return came
    },
  }
}
