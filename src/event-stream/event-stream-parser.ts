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
  let rest = ''
  let afterCr = false
  let type = ''
  let data = ''
  let id = lastEventId
  let dispatched = lastEventId
  let retry: number | null = null

  const read = (line: string): ServerSentEvent | null => {
    if (line === '') {
      dispatched = id
      const event = data === '' ? null : { type: type || 'message', data: data.slice(0, -1), lastEventId: id }
      type = data = ''
      return event
    }
    const [, field, value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? []
    if (field === 'data') data += `${value}\n`
    else if (field === 'event') type = value
    else if (field === 'id' && !value.includes('\0')) id = value
    else if (field === 'retry' && /^\d+$/.test(value)) retry = Number(value)
    return null
  }

  return {
    get lastEventId() {
      return dispatched
    },
    get retry() {
      return retry
    },
    push(bytes) {
      let text = decoder.decode(bytes, { stream: true })
      if (text === '') return []
      if (afterCr && text.startsWith('\n')) text = text.slice(1)
      afterCr = text.endsWith('\r')
      const lines = text.split(/\r\n|\r|\n/)
      lines[0] = rest + lines[0]
      rest = lines.pop() ?? ''
      return lines.map(read).filter((event) => event !== null)
    },
  }
}
