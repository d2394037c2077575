export type { Facts } from './facts'
export { type FrameAdapterOptions, frameAdapter } from './frame-adapter'
export { createLogInspector, type LogInspectorOptions } from './log-inspector'
export { createSessionInspector, type SessionInspector, type SessionInspectorOptions } from './session-inspector'
export { type InspectorSocket, type WebSocketAdapterOptions, webSocketAdapter } from './web-socket-adapter'
export type {
  InspectorAdapter,
  WireActor,
  WireDelivery,
  WireEvent,
  WireMessage,
  WireSnapshot,
  WireTransition,
} from './wire'
