import type { Stamp } from '../../machines'
import type { AuthSession } from '../auth-session'
import { AuthSessionError } from '../errors'
import { backoff } from '../reconnecting/backoff'
import { createBond } from '../reconnecting/bond'
import { callBack } from '../reconnecting/faults'
import { mayPass } from '../reconnecting/may-pass'
import { pause } from '../reconnecting/pause'
import type { AuthSocket, AuthSocketEvents, SocketEnd, SocketStatus } from './auth-socket'
import { type Connection, type Lost, openConnection } from './connection'
import { createListeners } from './listeners'
import type { SocketData, SocketLoss, SocketOptions } from './socket-options'
import { resolveSocketOptions } from './socket-settings'

/** A connection that lasted so long was none of a row of failures; ms. */
const STEADY = 5_000

/** A token that is refused so often in a row, renewals between, is not what is wrong. */
const REFUSALS = 3

/**
 * Opens a WebSocket for the user who is logged in: it waits for a good token, comes back after losses and with every new
 * token, and ends with the login.
 *
 * @throws TypeError that names a bad option. AuthSessionError `unsupported`, where there is no WebSocket.
 */
export function openSocket(session: AuthSession, url: string | URL, options: SocketOptions): AuthSocket {
  const settings = resolveSocketOptions(options)
  const { authentication, clock, isFinal, isUnauthorized } = settings
  const address = String(url)
  const { listeners, tell } = createListeners<AuthSocketEvents>(callBack)
  const queue: SocketData[] = []
  let status: SocketStatus = 'waiting'
  let connection: Connection | null = null
  let stamp: Stamp | null = null
  let openedAt: number | null = null
  let isAgain = false
  let isOurs = false

  const stampNow = () => session.actor.getSnapshot().context.stamp

  const leave = () => {
    isOurs = true
    status = 'waiting'
    connection?.leave()
  }
  const present = async ({ message }: { message: (accessToken: string) => SocketData }) => {
    const before = connection
    const accessToken = await session.accessToken()
    if (connection === before && !bond.signal.aborted) before?.send(message(accessToken))
  }

  const bond = createBond(session, {
    clock,
    holdFor: settings.holdFor,
    onExpired() {
      isOurs = true
      connection?.drop(1000)
    },
    onRenewed() {
      if (settings.onRenewed === 'keep' || stampNow() === stamp) return
      stamp = stampNow()
      if (settings.onRenewed === 'message' && status === 'open' && 'message' in authentication)
        present(authentication).catch(leave)
      else leave()
    },
  })
  bond.signal.addEventListener('abort', () => connection?.drop(1000))

  const connect = async (token: string | null): Promise<Lost> => {
    bond.signal.throwIfAborted()
    const { loggedIn } = session.getSnapshot()
    if (token === null && !(loggedIn && 'ticket' in authentication))
      throw new AuthSessionError(loggedIn ? 'no_access_token' : 'anonymous')
    status = 'connecting'
    stamp = stampNow()
    openedAt = null
    isOurs = false
    connection = openConnection({
      url: address,
      token,
      settings,
      onOpen(protocol) {
        status = 'open'
        openedAt = clock.monotonic()
        tell({ type: 'open', again: isAgain, protocol })
        isAgain = true
        while (queue[0] !== undefined && connection?.send(queue[0])) queue.shift()
      },
      onMessage: (data) => tell({ type: 'message', data }),
    })
    const lost = await connection.ended
    status = 'waiting'
    // A session takes what resolves for proof that the server took the token.
    return lost.proven ? lost : Promise.reject(lost)
  }

  const attempt = (): Promise<Lost> => {
    openedAt = null
    return session
      .withToken(connect, {
        signal: bond.signal,
        resource: `SOCKET ${address.split('?', 1)[0]}`,
        isUnauthorized: (outcome) =>
          !isOurs && !bond.signal.aborted && !(outcome instanceof Error) && isUnauthorized(outcome as Lost),
      })
      .catch((reason: unknown) => {
        if (!(reason instanceof Error)) return reason as Lost
        bond.signal.throwIfAborted()
        if (!isOurs && !mayPass(reason)) throw reason
        return { code: 1006, reason: '', error: reason, proven: false }
      })
  }

  /** One connection after the other. @throws what ends it, where that is not the server. */
  const live = async (): Promise<SocketLoss> => {
    for (let failures = 0, refusals = 0; ; ) {
      await bond.ready()
      isOurs = false
      const { proven: _, ...lost } = await attempt()
      await bond.ready()
      if (openedAt !== null && clock.monotonic() - openedAt >= STEADY) failures = refusals = 0
      if (isOurs) continue
      refusals = isUnauthorized(lost) ? refusals + 1 : 0
      if (isFinal(lost) || refusals >= REFUSALS) return lost
      const retryIn = backoff(failures++, settings)
      tell({ type: 'dropped', ...lost, retryIn })
      await pause(settings, retryIn, bond.signal)
    }
  }

  const finish = (how: unknown): SocketEnd => {
    bond.end(how)
    const error = how instanceof Error ? how : null
    const { code, reason } = error ? { code: 1000, reason: '' } : (how as SocketLoss)
    return { code, reason, error, unsent: queue.splice(0) }
  }

  return {
    get status() {
      return bond.signal.aborted ? 'closed' : status
    },
    closed: live().then(finish, finish),
    send(data) {
      if (bond.signal.aborted) {
        const { reason } = bond.signal
        throw reason instanceof Error ? reason : new Error('The socket is closed')
      }
      if (connection?.send(data)) return
      if (queue.length >= settings.limit) throw new AuthSessionError('queue_full', 'the messages of a socket')
      queue.push(copyData(data))
    },
    close(code = 1000, reason = '') {
      if (bond.signal.aborted) return
      connection?.drop(code, reason)
      bond.end({ code, reason })
    },
    on: listeners,
  }
}

/** A message as it was when it was given, however the caller changes it later. */
function copyData(data: SocketData): SocketData {
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice()
  return data instanceof ArrayBuffer ? data.slice(0) : data
}
