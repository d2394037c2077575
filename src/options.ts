import type { InspectionEvent, Observer } from 'xstate'
import type { AuthBackend, LoginMethods } from './backends/backend'
import type { Channel } from './platform/channel'
import type { Clock } from './platform/clock'
import type { Lifecycle } from './platform/lifecycle'
import type { Lock } from './platform/lock'
import type { SessionStorage } from './platform/store'

/** How a token is renewed. Times in ms. */
export interface RenewalOptions {
  /** How long before its end a token is renewed, at most half its life. 0 to 86 400 000. @default 60_000 */
  readonly ahead?: number
  /** Spreads renewals over this part of the token's life, at most 5 minutes. 0 to 0.2. @default 0.2 */
  readonly jitter?: number
  /** The least time between two renewals that no caller asked for; at most a quarter of the token's life. 0 to 3 600 000. @default 30_000 */
  readonly minInterval?: number
  /** After this a request of the session's own is overdue; after three times as much it is given up. 100 to 300 000. @default 10_000 */
  readonly requestTimeout?: number
  /** The pause after a failed try doubles from `initial` (1 to 60 000, @default 500) to `max` (1 to 3 600 000, @default 60_000). */
  readonly backoff?: { readonly initial?: number; readonly max?: number }
  /** Whether a hidden page renews on time; `false`: on its return. @default true */
  readonly whileHidden?: boolean
}

/** How calls wait. Times in ms. */
export interface QueueOptions {
  /** How many calls may wait. 1 to 1 000 000. @default 10_000 */
  readonly limit?: number
  /** How long one waits. 1 to 3 600 000. @default 30_000 */
  readonly maxWait?: number
  /** How long a request with `hold` waits for the same user's next login. 0 to 86 400 000. @default 600_000 */
  readonly holdFor?: number
}

/** What {@link createAuthSession} takes. `undefined` means not given. */
export interface AuthSessionOptions<Logins extends LoginMethods = LoginMethods> {
  /** How to speak with the token server, such as `simpleJwt({ baseUrl })`. */
  readonly backend: AuthBackend<Logins>
  /** Exact origins that may see a token, `'https://api.example.com'`. @default the backend's own */
  readonly origins?: readonly string[]
  /** Where the session is kept. @default memoryStorage() */
  readonly storage?: SessionStorage
  /** Names the record, and where the store is shared the lock and the channel. @default 'auth-session' */
  readonly key?: string
  /** The transport of `session.fetch` and of the backend. @default `globalThis.fetch`, looked up at each call */
  readonly fetch?: typeof globalThis.fetch
  readonly renewal?: RenewalOptions
  /** `timeout`: how long reading the store, and proving what it holds, may keep the app waiting. 1 to 600 000 ms. @default 5_000 */
  readonly restore?: { readonly timeout?: number }
  readonly queue?: QueueOptions
  readonly clock?: Clock
  readonly lifecycle?: Lifecycle
  /** `null`: none, siblings are told apart by intents alone. Used only where the store is shared. */
  readonly lock?: Lock | null
  /** `null`: none. Used only where the store is shared. */
  readonly channel?: Channel | null
  /** How a request is named in the timeline. @default the first two segments of its path, never the query */
  readonly label?: (url: string, method: string) => string
  /** An XState inspection observer. */
  readonly inspect?: Observer<InspectionEvent> | ((event: InspectionEvent) => void)
}

export interface RenewalSettings {
  readonly ahead: number
  readonly jitter: number
  readonly minInterval: number
  readonly requestTimeout: number
  readonly backoff: { readonly initial: number; readonly max: number }
  readonly whileHidden: boolean
}

/** The options' numbers, each with its default and bounds. */
const NUMBERS = {
  'renewal.ahead': [60_000, 0, 86_400_000],
  'renewal.jitter': [0.2, 0, 0.2],
  'renewal.minInterval': [30_000, 0, 3_600_000],
  'renewal.requestTimeout': [10_000, 100, 300_000],
  'renewal.backoff.initial': [500, 1, 60_000],
  'renewal.backoff.max': [60_000, 1, 3_600_000],
  'restore.timeout': [5_000, 1, 600_000],
  'queue.limit': [10_000, 1, 1_000_000],
  'queue.maxWait': [30_000, 1, 3_600_000],
  'queue.holdFor': [600_000, 0, 86_400_000],
} as const

type Shape = 'function' | 'object' | 'string' | 'boolean' | 'array'
const SHAPES: Readonly<Record<string, readonly [shape: Shape, nullable?: boolean]>> = {
  origins: ['array'],
  storage: ['function'],
  key: ['string'],
  fetch: ['function'],
  renewal: ['object'],
  'renewal.backoff': ['object'],
  'renewal.whileHidden': ['boolean'],
  restore: ['object'],
  queue: ['object'],
  clock: ['object'],
  lifecycle: ['object'],
  lock: ['object', true],
  channel: ['object', true],
  label: ['function'],
}

const METHODS: Readonly<Record<string, readonly string[]>> = {
  backend: ['login', 'renew', 'revoke', 'grant', 'authorization', 'errorCode'],
  clock: ['now', 'monotonic', 'setTimeout', 'clearTimeout'],
  lifecycle: ['attach', 'isOnline'],
  lock: ['acquire'],
  channel: ['open'],
}

/** The numbers of the options, defaults filled in. @throws TypeError that names the option. */
export function resolveOptions(options: AuthSessionOptions) {
  check(isObject(options), 'options', 'an object', options)
  const at = (path: string) => path.split('.').reduce<unknown>((value, key) => Object(value)[key], options)
  check(isObject(options.backend), 'backend', "a backend, such as simpleJwt({ baseUrl: 'https://…' })", options.backend)
  for (const [path, [shape, nullable]] of Object.entries(SHAPES)) {
    const value = at(path)
    if (value === undefined || (nullable && value === null)) continue
    const fits =
      shape === 'array' ? Array.isArray(value) : shape === 'object' ? isObject(value) : typeof value === shape
    check(fits && value !== '', path, `${/^[ao]/.test(shape) ? 'an' : 'a'} ${shape}`, value)
  }
  for (const [path, names] of Object.entries(METHODS)) {
    const value = at(path)
    for (const name of value ? names : [])
      check(typeof Object(value)[name] === 'function', `${path}.${name}`, 'a function', Object(value)[name])
  }
  const numbers = {} as Record<keyof typeof NUMBERS, number>
  for (const [path, [byDefault, min, max]] of Object.entries(NUMBERS)) {
    const given = at(path)
    const value = given === undefined ? byDefault : given
    const fits = typeof value === 'number' && value >= min && value <= max
    check(fits, path, `a number from ${min} to ${max}`, value)
    numbers[path as keyof typeof NUMBERS] = value as number
  }
  return {
    renewal: {
      ahead: numbers['renewal.ahead'],
      jitter: numbers['renewal.jitter'],
      minInterval: numbers['renewal.minInterval'],
      requestTimeout: numbers['renewal.requestTimeout'],
      backoff: { initial: numbers['renewal.backoff.initial'], max: numbers['renewal.backoff.max'] },
      whileHidden: options.renewal?.whileHidden ?? true,
    } satisfies RenewalSettings,
    restoreTimeout: numbers['restore.timeout'],
    queue: { limit: numbers['queue.limit'], maxWait: numbers['queue.maxWait'], holdFor: numbers['queue.holdFor'] },
    numbers,
  }
}

function check(fits: boolean, path: string, wanted: string, value: unknown): void {
  if (fits) return
  const given =
    typeof value === 'number' || value === null ? String(value) : Array.isArray(value) ? 'an array' : typeof value
  throw new TypeError(`createAuthSession: ${path} must be ${wanted}, got ${given}`)
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
