import type { InspectionEvent, Observer } from 'xstate'
import type { AuthBackend, LoginMethods } from './backends/backend'
import type { DevelopmentFact } from './development-fact'
import type { Channel } from './platform/channel'
import type { Clock } from './platform/clock'
import type { Lifecycle } from './platform/lifecycle'
import type { Lock } from './platform/lock'
import type { SessionStorage } from './platform/store'
import { checkShape } from './shape'

/** How a token is renewed. Times in ms. */
export interface RenewalOptions {
  /** How long before its end a token is renewed, at most half its life. 0 to 86 400 000. @default 60_000 */
  readonly ahead?: number | undefined
  /** Spreads renewals over this part of the token's life, at most 5 minutes. 0 to 0.2. @default 0.2 */
  readonly jitter?: number | undefined
  /** The least time between two renewals that no caller asked for; at most a quarter of the token's life. 0 to 3 600 000. @default 30_000 */
  readonly minInterval?: number | undefined
  /** After this a request of the session's own is overdue; after three times as much it is given up. 100 to 300 000. @default 10_000 */
  readonly requestTimeout?: number | undefined
  /** The pause after a failed try doubles from `initial` (1 to 60 000, @default 500) to `max` (1 to 3 600 000, @default 60_000). */
  readonly backoff?: { readonly initial?: number | undefined; readonly max?: number | undefined } | undefined
  /** Whether a hidden page renews on time; `false`: on its return. @default true */
  readonly whileHidden?: boolean | undefined
}

/** How calls wait. Times in ms. */
export interface QueueOptions {
  /** How many calls may wait. 1 to 1 000 000. @default 10_000 */
  readonly limit?: number | undefined
  /** How long one waits. 1 to 3 600 000. @default 30_000 */
  readonly maxWait?: number | undefined
  /** How long a request with `hold` waits for the same user's next login. 0 to 86 400 000. @default 600_000 */
  readonly holdFor?: number | undefined
}

/** What {@link createAuthSession} takes. `undefined` means not given. */
export interface AuthSessionOptions<Logins extends LoginMethods = LoginMethods, User = unknown> {
  /** How to speak with the token server, such as `simpleJwt({ baseUrl })`. */
  readonly backend: AuthBackend<Logins, User>
  /** Exact origins that may see a token, `'https://api.example.com'`. @default the backend's own */
  readonly origins?: readonly string[] | undefined
  /** Where the session is kept. @default memoryStorage() */
  readonly storage?: SessionStorage | undefined
  /** Names the record, and where the store is shared the lock and the channel. @default 'auth-session' */
  readonly key?: string | undefined
  /** The transport of `session.fetch` and of the backend. @default `globalThis.fetch`, looked up at each call */
  readonly fetch?: typeof globalThis.fetch | undefined
  readonly renewal?: RenewalOptions | undefined
  /** `timeout`: how long reading the store, and proving what it holds, may keep the app waiting. 1 to 600 000 ms. @default 5_000 */
  readonly restore?: { readonly timeout?: number | undefined } | undefined
  readonly queue?: QueueOptions | undefined
  readonly clock?: Clock | undefined
  readonly lifecycle?: Lifecycle | undefined
  /**
   * `null`: none, siblings are told apart by intents alone. Used only where the store is shared.
   * @default `webLock()` for a store of the whole device, `processLock()` for a named one
   */
  readonly lock?: Lock | null | undefined
  /**
   * `null`: none, siblings are noticed on waking and before a renewal. Used only where the store is shared.
   * @default `pageChannel()` for a store of the whole device, `processChannel()` for a named one
   */
  readonly channel?: Channel | null | undefined
  /** How a request is named in the timeline. @default the first two segments of its path, never the query */
  readonly label?: ((url: string, method: string) => string) | undefined
  /** Development only: hears of calls, and of what else a tool would show. @see developmentPorts */
  readonly observe?: ((fact: DevelopmentFact) => void) | undefined
  /** An XState inspection observer. */
  readonly inspect?: Observer<InspectionEvent> | ((event: InspectionEvent) => void) | undefined
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
  readonly queue: { readonly limit: number; readonly maxWait: number; readonly holdFor: number }
}

/** @throws TypeError that names the option. */
export function resolveOptions(options: AuthSessionOptions): Settings {
  const given = { ...options, options, lock: options?.lock ?? undefined, channel: options?.channel ?? undefined }
  const at = (path: string) => path.split('.').reduce<unknown>((value, key) => Object(value)[key], given)
  /** What the app says, or else the backend. */
  const chosen = <T>(path: string, byDefault: T) => (at(path) ?? at(`backend.${path}`) ?? byDefault) as T
  /** Each of the paths; what ends in `?` may be left out. */
  const check = (paths: string, wanted: string, fits?: (value: unknown) => boolean) => {
    for (const name of paths.split(' ')) {
      const path = name.replace('?', '')
      const value = at(path)
      if (value !== undefined || path === name) checkShape(`createAuthSession: ${path}`, value, wanted, fits?.(value))
    }
  }
  const number = (path: string, byDefault: number, min: number, max: number) => {
    check(
      `${path}? backend.${path}?`,
      `a number from ${min} to ${max}`,
      (value) => Number(value) === value && value >= min && value <= max,
    )
    return chosen(path, byDefault)
  }
  const oneOf = (path: string, ...words: unknown[]) =>
    check(path, `one of ${words.join(', ')}`, (value) => words.includes(value))

  check('options backend renewal? renewal.backoff? restore? queue? clock? lifecycle? lock? channel?', 'an object')
  check('backend.final', 'an object')
  check('origins? backend.methods backend.final.renewal backend.final.accessToken', 'an array')
  check('storage? fetch? label? backend.login backend.renew backend.revoke backend.grant', 'a function')
  check('backend.authorization backend.errorCode', 'a function')
  if (given.clock) check('clock.now clock.monotonic clock.setTimeout clock.clearTimeout', 'a function')
  if (given.lifecycle) check('lifecycle.attach lifecycle.isOnline', 'a function')
  if (given.lock) check('lock.acquire', 'a function')
  if (given.channel) check('channel.open', 'a function')
  check('backend.baseUrl backend.methods.0?', 'a string')
  check('key? backend.kind', 'a string that is not empty', (value) => typeof value === 'string' && value !== '')
  oneOf('renewal.whileHidden? backend.renewal.whileHidden?', true, false)
  oneOf('backend.rotation', 'always', 'optional', 'never')
  oneOf('backend.tokens', 'jwt', 'opaque')
  if (__DEV__) check('observe?', 'a function')
  check('inspect?', 'a function or an observer', (value) => typeof (Object(value).next ?? value) === 'function')
  return {
    renewal: {
      ahead: number('renewal.ahead', 60_000, 0, 86_400_000),
      jitter: number('renewal.jitter', 0.2, 0, 0.2),
      minInterval: number('renewal.minInterval', 30_000, 0, 3_600_000),
      requestTimeout: number('renewal.requestTimeout', 10_000, 100, 300_000),
      backoff: {
        initial: number('renewal.backoff.initial', 500, 1, 60_000),
        max: number('renewal.backoff.max', 60_000, 1, 3_600_000),
      },
      whileHidden: chosen('renewal.whileHidden', true),
    },
    restore: { timeout: number('restore.timeout', 5_000, 1, 600_000) },
    queue: {
      limit: number('queue.limit', 10_000, 1, 1_000_000),
      maxWait: number('queue.maxWait', 30_000, 1, 3_600_000),
      holdFor: number('queue.holdFor', 600_000, 0, 86_400_000),
    },
  }
}
