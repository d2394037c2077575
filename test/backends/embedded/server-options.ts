import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ServerEvent } from '../front/server-events'
import type { Account } from './accounts'
import type { Route } from './route'

/** Reuse is forgiven for `graceMs` after the rotation; `then` says what follows. */
export interface GracePolicy {
  /** Milliseconds in which a rotated refresh token still answers its one successor. */
  graceMs: number
  /** What a reuse after the grace leads to. @default 'revokes-family' */
  then?: StrictPolicy | undefined
}

/** `blacklisted`: a plain 401, as simplejwt does. `revokes-family`: every token of the login dies as well. */
export type StrictPolicy = 'blacklisted' | 'revokes-family'

/** What happens to a refresh token that was already rotated and is presented again. */
export type ReusePolicy = StrictPolicy | GracePolicy

/** Every option may be left out; the defaults are simplejwt's own, but for the short access token. */
export interface TokenServerOptions {
  /** Life of an access token in seconds; fractions count, `exp` is the whole second below. @default 20 */
  accessLifetime?: number | undefined
  /** Life of a refresh token in seconds. @default 86_400 */
  refreshLifetime?: number | undefined
  /** Refresh answers also carry a new `refresh`. @default false */
  rotation?: boolean | undefined
  /** A rotated refresh token is blacklisted. @default the value of `rotation` */
  blacklist?: boolean | undefined
  /** Needs `rotation` and `blacklist` unless it is 'blacklisted'. @default 'blacklisted' */
  reuse?: ReusePolicy | undefined
  /** @default ada/lovelace (id 1) and grace/hopper (id 2) */
  users?: readonly Account[] | undefined
  /** `true` reflects any origin; a list reflects only its members; `false` sends no CORS header. @default true */
  cors?: boolean | readonly string[] | undefined
  /** Names the header in which answers carry a fresh access token once a quarter of the old one's life has passed. */
  successorHeader?: string | undefined
  /** Serves /control/… @default false */
  control?: boolean | undefined
  /** What an app's own API has besides, by path under /api/. @default none */
  routes?: Readonly<Record<string, Route>> | undefined
  /** How many requests are kept at least; a tenth beyond it the oldest go. @default 200_000 */
  requestLimit?: number | undefined
  /** The server's clock in ms: claims, `Date` header, grace. @default Date.now */
  now?: (() => number) | undefined
  /** Hears every event as it happens. */
  log?: ((event: ServerEvent) => void) | undefined
  /** Tried first for paths outside /api/ and /control/; `true` means that it answered. */
  fallback?: ((request: IncomingMessage, response: ServerResponse) => boolean | Promise<boolean>) | undefined
}

/** The options with nothing left open. */
export interface ServerSettings {
  readonly accessLifetime: number
  readonly refreshLifetime: number
  readonly rotation: boolean
  readonly blacklist: boolean
  readonly graceMs: number
  readonly afterGrace: StrictPolicy
  readonly users: readonly Account[]
  readonly cors: boolean | readonly string[]
  readonly successorHeader: string | null
  readonly control: boolean
  readonly routes: Readonly<Record<string, Route>>
  readonly requestLimit: number
  readonly now: () => number
  readonly log: (event: ServerEvent) => void
  readonly fallback: (request: IncomingMessage, response: ServerResponse) => boolean | Promise<boolean>
}

const defaultUsers: readonly Account[] = [
  { id: 1, username: 'ada', password: 'lovelace', name: 'Ada Lovelace' },
  { id: 2, username: 'grace', password: 'hopper', name: 'Grace Hopper' },
]

/** Fills in the defaults; a setting that could not take effect is a `TypeError` that names the option. */
export function resolveOptions(options: TokenServerOptions): ServerSettings {
  const rotation = options.rotation ?? false
  const blacklist = options.blacklist ?? rotation
  const reuse = options.reuse ?? 'blacklisted'
  if (reuse !== 'blacklisted' && !(rotation && blacklist)) {
    throw new TypeError('reuse: takes effect only with rotation and blacklist')
  }
  return {
    accessLifetime: positive('accessLifetime', options.accessLifetime ?? 20),
    refreshLifetime: positive('refreshLifetime', options.refreshLifetime ?? 86_400),
    rotation,
    blacklist,
    graceMs: typeof reuse === 'string' ? 0 : positive('reuse.graceMs', reuse.graceMs),
    afterGrace: typeof reuse === 'string' ? reuse : (reuse.then ?? 'revokes-family'),
    users: options.users ?? defaultUsers,
    cors: options.cors ?? true,
    successorHeader: options.successorHeader ?? null,
    control: options.control ?? false,
    routes: options.routes ?? {},
    requestLimit: positive('requestLimit', options.requestLimit ?? 200_000),
    now: options.now ?? Date.now,
    log: options.log ?? (() => {}),
    fallback: options.fallback ?? (() => false),
  }
}

function positive(option: string, value: number): number {
  if (!(value > 0 && Number.isFinite(value))) throw new TypeError(`${option}: a positive finite number`)
  return value
}
