import { AuthSessionError } from '../errors'
import { type Clock, systemClock } from '../platform/clock'
import { checkShape } from '../shape'
import { createBacklog } from './backlog'
import type { InspectorAdapter } from './wire'

/** As much of a WebSocket as is used: the platform's own, or one of a package such as `ws`. */
export interface InspectorSocket {
  onopen: unknown
  onclose: unknown
  onerror: unknown
  send(data: string): void
  close(): void
}

export interface WebSocketAdapterOptions {
  /** Where the inspector listens: `ws:` or `wss:`. */
  readonly url: string | URL
  /** The pause after a loss, in ms. @default 2_000 */
  readonly retryAfter?: number | undefined
  /** @default globalThis.WebSocket */
  readonly WebSocket?: (new (url: string) => InspectorSocket) | undefined
  /** Where the pause comes from. @default systemClock() */
  readonly clock?: Clock | undefined
}

/**
 * Sends what happens over a WebSocket. An inspector that comes later, or again, is shown the last 500 messages first. It tries
 * until the inspector is stopped, which keeps a process of Node alive.
 *
 * @throws TypeError that names a bad option. AuthSessionError `unsupported`, where there is no WebSocket.
 */
export function webSocketAdapter(options: WebSocketAdapterOptions): InspectorAdapter {
  const { url, retryAfter = 2_000, clock = systemClock() } = options
  const { WebSocket = globalThis.WebSocket as WebSocketAdapterOptions['WebSocket'] } = options
  if (!WebSocket) throw new AuthSessionError('unsupported', 'there is no WebSocket: give webSocketAdapter one')
  const isSocket = URL.canParse(url) && ['ws:', 'wss:'].includes(new URL(url).protocol)
  checkShape('webSocketAdapter: url', url, 'an address with ws: or wss:', isSocket)
  const isPause = retryAfter >= 0 && retryAfter < 2 ** 31
  checkShape('webSocketAdapter: retryAfter', retryAfter, 'a number from 0 to 2147483647', isPause)
  const backlog = createBacklog()
  let socket: InspectorSocket | null = null
  let isOpen = false
  let pause: unknown

  const connect = () => {
    const opened = new WebSocket(String(url))
    socket = opened
    opened.onopen = () => {
      isOpen = true
      for (const message of backlog.all()) opened.send(JSON.stringify(message))
    }
    opened.onclose = () => {
      isOpen = false
      if (socket === opened) pause = clock.setTimeout(connect, retryAfter)
    }
    // `ws` throws what nobody hears; the end that follows is what counts.
    opened.onerror = () => {}
  }
  return {
    start: connect,
    send(message) {
      backlog.keep(message)
      if (isOpen) socket?.send(JSON.stringify(message))
    },
    stop() {
      clock.clearTimeout(pause)
      const open = socket
      socket = null
      open?.close()
    },
  }
}
