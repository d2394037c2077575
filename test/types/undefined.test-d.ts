import {
  type AuthSessionOptions,
  createAuthSession,
  type Grant,
  legacyKeys,
  memoryStorage,
  webStorage,
} from 'xstate-auth-session'
import { simpleJwt } from 'xstate-auth-session/backends'
import { createFakeBackend } from 'xstate-auth-session/testing'

// `undefined` means not given, also to `exactOptionalPropertyTypes`.
type Undefined<T> = { [Name in keyof T as undefined extends T[Name] ? Name : never]-?: undefined }
const none: Undefined<Omit<AuthSessionOptions, 'backend' | 'renewal' | 'restore' | 'queue'>> = {
  origins: undefined,
  storage: undefined,
  key: undefined,
  fetch: undefined,
  clock: undefined,
  lifecycle: undefined,
  lock: undefined,
  channel: undefined,
  label: undefined,
  observe: undefined,
  inspect: undefined,
}
const [ahead, jitter, minInterval, requestTimeout, whileHidden] = [
  undefined,
  undefined,
  undefined,
  undefined,
  undefined,
]
const backoff = { initial: undefined, max: undefined }
const backend = simpleJwt({
  baseUrl: '',
  paths: { login: undefined, refresh: undefined, logout: undefined, logoutEverywhere: undefined, verify: undefined },
  fields: { access: undefined, refresh: undefined, user: undefined },
  scheme: undefined,
  rotation: undefined,
  logins: undefined,
  successorHeader: undefined,
  unauthorized: undefined,
  password: undefined,
})
simpleJwt({ baseUrl: '', paths: undefined, fields: undefined })
createAuthSession({ backend, ...none, renewal: undefined, restore: undefined, queue: undefined })
const session = createAuthSession({
  backend,
  renewal: { ahead, jitter, minInterval, requestTimeout, backoff, whileHidden },
  restore: { timeout: undefined },
  queue: { limit: undefined, maxWait: undefined, holdFor: undefined },
})
createAuthSession({ backend, renewal: { backoff: undefined } })
memoryStorage({ scope: undefined })
webStorage(() => localStorage, { scope: undefined })
legacyKeys({ access: 'a', refresh: 'r', area: undefined })
createFakeBackend({ accessLifetime: undefined, refreshLifetime: undefined, rotation: undefined, now: undefined })
createFakeBackend({ users: undefined })

const grant: Grant = { accessToken: '', refreshToken: undefined, expiresIn: undefined, subject: undefined }
session.setTokens(grant)
session.login({ username: 'ada', password: 'lovelace' })
session.logout({ everywhere: undefined })
session.fetch('/', { auth: undefined, hold: undefined })
session.accessToken({ minValidFor: undefined })
session.withToken(async () => ({ status: 200 }), { signal: undefined, isUnauthorized: undefined, resource: undefined })
// @ts-expect-error without a `status`, it must be said what refuses a token
session.withToken(async () => 'text', { isUnauthorized: undefined })
