import { withoutAddress } from '../errors'
import type { SocketData, SocketLoss, WebSocketLike } from './socket-options'
import type { SocketSettings } from './socket-settings'

const OPEN = 1

/** How one connection ended. */
export interface Lost extends SocketLoss {
  /** Why no ticket came. */
  readonly error: unknown
  /** Something came over it, so the server took the token. */
  readonly proven: boolean
}

interface ConnectionPorts {
  readonly url: string
  /** `null` where cookies carry it. */
  readonly token: string | null
  readonly settings: SocketSettings
  readonly onOpen: (protocol: string) => void
  readonly onMessage: (data: unknown) => void
}

/** One connection, from its ticket to its end. */
export interface Connection {
  /** Resolves when it is over. @throws where there can be none: what a function of the app's threw, or a `TypeError`. */
  readonly ended: Promise<Lost>
  /** Whether it has left; what is given to a connection that closes is lost without a word. */
  send(data: SocketData): boolean
  /** Says goodbye; what the server still sends is heard until it answers that. */
  leave(): void
  /** Ends it at once, and nothing more is heard. */
  drop(code?: number, reason?: string): void
}

export function openConnection({ url, token, settings, onOpen, onMessage }: ConnectionPorts): Connection {
  const { authentication, clock, timeout, silence } = settings
  const isAccepted = 'message' in authentication ? authentication.isAccepted : undefined
  const attempt = new AbortController()
  let socket: WebSocketLike | null = null
  let phase: 'opening' | 'open' | 'leaving' | 'over' = 'opening'
  let proven = false
  let settle: (lost: Lost) => void = () => {}
  let fail: (error: unknown) => void = () => {}
  const ended = new Promise<Lost>((resolve, reject) => {
    settle = resolve
    fail = reject
  })

  const release = () => {
    phase = 'over'
    clock.clearTimeout(timer)
    attempt.abort()
    if (socket) socket.onopen = socket.onmessage = socket.onclose = null
  }
  const lose = ({ code, reason }: SocketLoss, error: unknown = null) => {
    release()
    settle({ code, reason, error, proven })
  }
  const drop = (code?: number, reason?: string) => {
    socket?.close(code, reason)
    lose({ code: code ?? 1006, reason: reason ?? '' })
  }
  /** Runs what the app gave; where that throws there is no connection. */
  const attemptTo = (run: () => void) => {
    try {
      run()
    } catch (error) {
      release()
      socket?.close()
      fail(error instanceof Error ? error : new Error('openSocket: authentication threw', { cause: error }))
    }
  }
  const wait = (ms: number) => {
    clock.clearTimeout(timer)
    if (ms > 0) timer = clock.setTimeout(() => drop(), ms)
  }

  const succeed = ({ protocol }: WebSocketLike) => {
    phase = 'open'
    wait(silence)
    onOpen(protocol)
  }

  const open = (address: string, protocols?: string[]) => {
    if (token && address.includes(token))
      throw new TypeError('openSocket: url must not hold the token: URLs end up in logs')
    const made = construct(settings, address, protocols)
    socket = made
    made.onerror = () => {}
    made.onclose = lose
    made.onopen = () =>
      attemptTo(() => {
        if ('message' in authentication) made.send(authentication.message(token ?? ''))
        if (!isAccepted) succeed(made)
      })
    made.onmessage = ({ data }: { data: unknown }) =>
      attemptTo(() => {
        if (phase === 'open') wait(silence)
        else if (phase === 'opening' && isAccepted?.(data)) succeed(made)
        proven ||= phase !== 'opening'
        if (phase !== 'over') onMessage(data)
      })
  }

  let timer = clock.setTimeout(() => drop(), timeout)
  if ('ticket' in authentication) {
    const { ticket, parameter = 'ticket' } = authentication
    const use = (value: string) => {
      const query = `${url.includes('?') ? '&' : '?'}${parameter}=${encodeURIComponent(value)}`
      if (!attempt.signal.aborted) attemptTo(() => open(url + query))
    }
    const asked = new Promise<string>((resolve) => resolve(ticket(attempt.signal)))
    asked.then(use, (error: unknown) => lose({ code: 1006, reason: '' }, error))
  } else attemptTo(() => open(url, 'protocols' in authentication ? authentication.protocols(token ?? '') : undefined))

  return {
    ended,
    send(data) {
      const leaves = phase === 'open' && socket?.readyState === OPEN
      if (leaves) socket?.send(data)
      return leaves
    },
    leave() {
      if (phase !== 'open') return drop(1000)
      phase = 'leaving'
      socket?.close(1000)
      wait(timeout)
    },
    drop,
  }
}

/** What the platform says of a bad subprotocol or address quotes it, token and all. */
function construct({ WebSocket, binaryType }: SocketSettings, address: string, protocols?: string[]): WebSocketLike {
  try {
    const socket = new WebSocket(address, protocols)
    if (binaryType) socket.binaryType = binaryType
    return socket
  } catch (error) {
    throw new TypeError('openSocket: the url or a subprotocol can not be used', { cause: withoutAddress(error) })
  }
}
