import { AuthSessionError } from '../errors'
import { type Clock, systemClock } from '../platform/clock'
import { pageOnline } from '../reconnecting/page-online'
import { checkShape } from '../shape'
import type { SocketLoss, SocketOptions, WebSocketConstructor } from './socket-options'

/** The options with nothing left open. */
export interface SocketSettings extends Pick<SocketOptions, 'authentication' | 'binaryType'> {
  readonly onRenewed: 'reconnect' | 'message' | 'keep'
  readonly holdFor: number
  readonly limit: number
  readonly timeout: number
  readonly silence: number
  readonly initial: number
  readonly max: number
  readonly isUnauthorized: (loss: SocketLoss) => boolean
  readonly isFinal: (loss: SocketLoss) => boolean
  readonly WebSocket: WebSocketConstructor
  readonly onOnline: (notify: () => void) => () => void
  readonly clock: Clock
}

/** @throws TypeError that names a bad option. AuthSessionError `unsupported`, where there is no WebSocket. */
export function resolveSocketOptions(options: SocketOptions): SocketSettings {
  const { authentication, onRenewed = 'reconnect', binaryType } = options
  const { WebSocket = globalThis.WebSocket as WebSocketConstructor | undefined } = options
  const number = (name: string, value: number | undefined, byDefault: number, min = 0) => {
    const given = value ?? byDefault
    checkShape(`openSocket: ${name}`, given, `a number from ${min} to 2147483647`, given >= min && given < 2 ** 31)
    return given
  }
  const way = Object(authentication) as Record<string, unknown>
  const run = way['message'] ?? way['protocols'] ?? way['ticket']
  checkShape('openSocket: authentication.message, .protocols or .ticket', run, 'a function')
  if (onRenewed === 'message')
    checkShape("openSocket: onRenewed 'message': authentication.message", way['message'], 'a function')
  if (!WebSocket) throw new AuthSessionError('unsupported', 'there is no WebSocket: give openSocket one')
  return {
    authentication,
    onRenewed,
    binaryType,
    holdFor: number('holdFor', options.holdFor, 0),
    limit: number('limit', options.limit, 100),
    timeout: number('timeout', options.timeout, 10_000, 1),
    silence: number('silence', options.silence, 0),
    initial: number('backoff.initial', options.backoff?.initial, 1_000, 1),
    max: number('backoff.max', options.backoff?.max, 30_000, 1),
    isUnauthorized: options.isUnauthorized ?? (({ code }) => code === 3000 || code === 4401),
    isFinal: options.isFinal ?? (({ code }) => code === 3003 || code === 4403),
    WebSocket,
    onOnline: options.onOnline ?? pageOnline,
    clock: options.clock ?? systemClock(),
  }
}
