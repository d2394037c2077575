import type { AuthSession } from '../../auth-session'
import type { AuthBackend } from '../../backends/backend'
import { createAuthSession } from '../../create-auth-session'
import { AuthSessionError } from '../../errors'
import type { AuthSessionOptions } from '../../options'
import type { Clock } from '../../platform/clock'
import { webStorage } from '../../platform/web-storage'
import type { ConformanceDevice, ConformanceServer } from './bench'
import { watchRenewals } from './watched-backend'
import { createWire, type Wire } from './wire'

/** How a device differs from others. */
export interface ClientOptions {
  /** ms that its wall clock is ahead. Default 0. */
  readonly ahead?: number
  /** Whether its scripts can read the `Date` of an answer. Default true. */
  readonly date?: boolean
  /** How long before its end a token is renewed, in ms. */
  readonly renewAhead?: number
}

/** A device, and the session of the page that is open on it. */
export interface Client {
  readonly session: AuthSession
  readonly backend: AuthBackend
  readonly wire: Wire
  /** Renewals that its sessions have asked the backend for. */
  readonly renewals: number
  logIn(): Promise<unknown>
  /** Asks for the resource; the status of the answer, or the code that it was rejected with. It never rejects. */
  ask(): Promise<Outcome>
  /** Opens the page anew: another session over what the device keeps. */
  reload(): AuthSession
  /** A device that holds what this one does. */
  twin(): Client
  dispose(): void
}

export type Outcome = number | string

export interface ClientPorts {
  readonly name: string
  readonly server: ConformanceServer
  readonly clock: Clock
  readonly onOpen: (client: Client) => void
}

export function createClient(ports: ClientPorts, options: ClientOptions = {}): Client {
  const wire = createWire()
  return openClient(ports, options, wire, ports.server.device(wire.fetch), new Map())
}

function openClient(
  ports: ClientPorts,
  options: ClientOptions,
  wire: Wire,
  device: ConformanceDevice,
  items: Map<string, string>,
): Client {
  const { server, clock, onOpen } = ports
  const { ahead = 0, date = true, renewAhead } = options
  const watched = watchRenewals(device.options.backend)
  const area = {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
  }
  if (!date) wire.rewrite = (headers) => headers.delete('date')
  const open = () => {
    const given: AuthSessionOptions = {
      fetch: wire.fetch,
      ...device.options,
      backend: watched.backend,
      clock: { ...clock, now: () => clock.now() + ahead },
      storage: webStorage(area, { scope: 'tab' }),
      lifecycle: { attach: () => () => {}, isOnline: () => true },
      renewal: { jitter: 0, ahead: renewAhead },
    }
    return createAuthSession(given)
  }
  let session: AuthSession = open()

  const client: Client = {
    get session() {
      return session
    },
    backend: device.options.backend,
    wire,
    get renewals() {
      return watched.renewals()
    },
    async logIn() {
      if (server.logins) await session.login(...server.logins.good)
      else if (device.logIn) await device.logIn(session)
      else throw new TypeError(`${ports.name}: a device needs \`logIn\` where the server has no \`logins\``)
    },
    ask: () => session.fetch(server.resource).then(({ status }) => status, codeOf),
    reload() {
      session.dispose()
      session = open()
      return session
    },
    twin() {
      const other = createWire()
      const copy = device.twin?.(other.fetch) ?? server.device(other.fetch)
      return openClient(ports, options, other, copy, new Map(items))
    },
    dispose: () => session.dispose(),
  }
  onOpen(client)
  return client
}

/** The code of the session's own errors; what else there is comes from the network. */
export function codeOf(error: unknown): string {
  return error instanceof AuthSessionError ? error.code : 'network error'
}
