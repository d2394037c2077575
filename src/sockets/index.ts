export type { AuthSocket, AuthSocketEvents, SocketEnd, SocketStatus } from './auth-socket'
export { EventStreamError } from './event-stream-error'
export type { EventStreamOptions } from './event-stream-options'
export type { ServerSentEvent } from './event-stream-parser'
export { openSocket } from './open-socket'
export { readEvents } from './read-events'
export type {
  ByMessage,
  ByProtocols,
  ByTicket,
  SocketData,
  SocketLoss,
  SocketOptions,
  WebSocketConstructor,
  WebSocketLike,
} from './socket-options'
