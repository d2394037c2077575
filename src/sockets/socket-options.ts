import type { Clock } from '../platform/clock'

/** What can be sent. */
export type SocketData = string | ArrayBuffer | ArrayBufferView | Blob

/** As much of a WebSocket as is used: the platform's own, or one of a package such as `ws`. */
export interface WebSocketLike {
  readonly readyState: number
  readonly protocol: string
  binaryType: string
  onopen: unknown
  onmessage: unknown
  onclose: unknown
  onerror: unknown
  send(data: SocketData): void
  close(code?: number, reason?: string): void
}

export type WebSocketConstructor = new (url: string, protocols?: string[]) => WebSocketLike

/** The token is the first message of each connection. */
export interface ByMessage {
  /** What to send. Nothing of the app's leaves before it. */
  readonly message: (accessToken: string) => SocketData
  /** Whether what has come is the server's yes; the connection is not `open` before it. By default it is at once. */
  readonly isAccepted?: ((data: unknown) => boolean) | undefined
}

/** The token is one of the subprotocols that the handshake offers. */
export interface ByProtocols {
  readonly protocols: (accessToken: string) => string[]
}

/** A ticket that the server takes once goes into the address, and the token stays out of it. */
export interface ByTicket {
  /** Asks the server for one, by `session.fetch`; once for each connection. The signal ends with the attempt. */
  readonly ticket: (signal: AbortSignal) => PromiseLike<string>
  /** Its name in the query. @default 'ticket' */
  readonly parameter?: string | undefined
}

/** How a connection ended, in the platform's words. */
export interface SocketLoss {
  /** The close code; 1006 where there was no goodbye. */
  readonly code: number
  readonly reason: string
}

/** Times in ms. */
export interface SocketOptions {
  /** How the server learns who it is. */
  readonly authentication: ByMessage | ByProtocols | ByTicket
  /**
   * What a new token means for an open connection. `'reconnect'`: another one, with it. `'message'`: the authentication's
   * message is sent again, over the same one. `'keep'`: nothing.
   *
   * @default 'reconnect'
   */
  readonly onRenewed?: 'reconnect' | 'message' | 'keep' | undefined
  /** How long an expired session is waited for until the same user is back; 0: not at all. @default 0 */
  readonly holdFor?: number | undefined
  /** How many messages wait while there is no connection. @default 100 */
  readonly limit?: number | undefined
  /** From the first step of a connection to `open`; and how long a goodbye may take. @default 10_000 */
  readonly timeout?: number | undefined
  /** A connection on which nothing has come for that long is dead; 0: never. @default 0 */
  readonly silence?: number | undefined
  /** The pause after a loss: a draw between 0 and `initial`, which doubles up to `max`. @default 1_000, 30_000 */
  readonly backoff?: { readonly initial?: number | undefined; readonly max?: number | undefined } | undefined
  /** Whether the server has refused the token. @default 3000 and 4401 */
  readonly isUnauthorized?: ((loss: SocketLoss) => boolean) | undefined
  /** Whether the server wants no further connection. @default 3003 and 4403 */
  readonly isFinal?: ((loss: SocketLoss) => boolean) | undefined
  /** What binary messages come as; the platform's default where it is left out. */
  readonly binaryType?: 'blob' | 'arraybuffer' | undefined
  /** @default globalThis.WebSocket */
  readonly WebSocket?: WebSocketConstructor | undefined
  /**
   * Tells that the network is back, which ends a pause: called with what to call then, returns what ends it.
   *
   * @default the page's `online` event
   */
  readonly onOnline?: ((notify: () => void) => () => void) | undefined
  /** Where time comes from: the session's, where it was given one. @default systemClock() */
  readonly clock?: Clock | undefined
}
