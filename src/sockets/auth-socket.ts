import type { SocketData, SocketLoss } from './socket-options'

/** What a socket is doing: waiting for a token or out a pause, making a connection, open, or over. */
export type SocketStatus = 'waiting' | 'connecting' | 'open' | 'closed'

/** What a socket tells, by name. */
export interface AuthSocketEvents {
  /** A connection is there, and the server was told who it is. `again`: it is not the first; say anew what it should send. */
  open: { readonly type: 'open'; readonly again: boolean; readonly protocol: string }
  message: { readonly type: 'message'; readonly data: unknown }
  /** A connection was lost, or could not be made; the next try is `retryIn` ms away. `error`: what kept it from being made. */
  dropped: { readonly type: 'dropped'; readonly retryIn: number; readonly error: unknown } & SocketLoss
}

/** How a socket ended. */
export interface SocketEnd extends SocketLoss {
  /** Why, where it was neither the app nor the server: an `AuthSessionError`, or what a function of the app's threw. */
  readonly error: unknown
  /** What had been given to `send` and never left. */
  readonly unsent: readonly SocketData[]
}

/** A WebSocket that lives as long as the login for which it was opened, over as many connections as that takes. */
export interface AuthSocket {
  readonly status: SocketStatus
  /** Resolves when it is over for good, and never rejects. */
  readonly closed: Promise<SocketEnd>
  /**
   * Sends at once, or as soon as there is a connection.
   *
   * @throws AuthSessionError `queue_full`, where `limit` messages wait. Once it is closed: what closed it, or an `Error`.
   */
  send(data: SocketData): void
  /** Ends it for good, as `WebSocket.close` does. */
  close(code?: number, reason?: string): void
  /** Calls back on what the socket tells; what it returns ends it. */
  on<Type extends keyof AuthSocketEvents>(type: Type, listener: (event: AuthSocketEvents[Type]) => void): () => void
}
