export type { AuthSocket, AuthSocketEvents, SocketEnd, SocketStatus } from './auth-socket'
export { openSocket } from './open-socket'
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
