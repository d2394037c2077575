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
  /**
   * `null`: none, siblings are told apart by intents alone. Used only where the store is shared.
   * @default `null` for a store of the whole device, `processLock()` for a named one
   */
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

/** The options' numbers and switches, defaults filled in. */
export interface Settings {
  readonly renewal: RenewalSettings
  readonly restore: { readonly timeout: number }
  readonly queue: Required<QueueOptions>
}

/** Each number with its default and bounds. */
const NUMBERS: Readonly<Record<string, readonly [byDefault: number, min: number, max: number]>> = {
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
}

/** Everything else by its type. What has a `?` may be left out; a port's methods may not, where the port is given. */
const SHAPES: Readonly<Record<string, string>> = {
  object: 'backend backend.final renewal? renewal.backoff? restore? queue? clock? lifecycle? lock? channel?',
  function:
    'storage? fetch? label? backend.login backend.renew backend.revoke backend.grant backend.authorization backend.errorCode clock.now clock.monotonic clock.setTimeout clock.clearTimeout lifecycle.attach lifecycle.isOnline lock.acquire channel.open',
  string: 'key? backend.kind backend.baseUrl',
  boolean: 'renewal.whileHidden?',
  array: 'origins? backend.methods backend.final.renewal backend.final.accessToken',
}

/** @throws TypeError that names the option. */
export function resolveOptions(options: AuthSessionOptions): Settings {
  const at = (path: string) =>
    path.split('.').reduce<unknown>((value, key) => Object(value)[key], { options, ...options })
  const check = (fits: boolean, path: string, wanted: string) => {
    const value = at(path)
    const given = typeof value === 'number' || value === null ? value : typeOf(value)
    if (!fits) throw new TypeError(`createAuthSession: ${path} must be ${wanted}, got ${given}`)
  }
  check(typeOf(options) === 'object', 'options', 'an object')
  for (const [shape, paths] of Object.entries(SHAPES)) {
    for (const name of paths.split(' ')) {
      const path = name.replace('?', '')
      const value = at(path)
      const port = path.split('.')[0] as string
      if (value === undefined && (path !== name || (path !== port && at(port) === undefined))) continue
      if (at(port) === null && /^(lock|channel)$/.test(port)) continue
      const empty =
        path !== 'backend.baseUrl' && (value === '' || (path === 'backend.methods' && Object(value).length === 0))
      check(typeOf(value) === shape && !empty, path, `a value of type ${shape}`)
    }
  }
  const oneOf = (path: string, words: string) =>
    check(words.split(' ').includes(at(path) as string), path, `one of ${words}`)
  oneOf('backend.rotation', 'always optional never')
  oneOf('backend.tokens', 'jwt opaque')
  const { inspect = () => {} } = options
  check(typeof (Object(inspect).next ?? inspect) === 'function', 'inspect', 'a function or an observer')
  const resolved = {
    renewal: { whileHidden: options.renewal?.whileHidden ?? true, backoff: {} },
    restore: {},
    queue: {},
  }
  for (const [path, [byDefault, min, max]] of Object.entries(NUMBERS)) {
    const given = at(path)
    const value = given === undefined ? byDefault : given
    check(typeof value === 'number' && value >= min && value <= max, path, `a number from ${min} to ${max}`)
    const parents = path.split('.')
    const last = parents.pop() as string
    const parent = parents.reduce<unknown>((group, key) => Object(group)[key], resolved)
    Object(parent)[last] = value
  }
  return resolved as unknown as Settings
}

function typeOf(value: unknown): string {
  return value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value
}
