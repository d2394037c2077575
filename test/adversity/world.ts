import { onTestFinished, vi } from 'vitest'
import {
  type AuthSession,
  AuthSessionError,
  type AuthSessionOptions,
  createAuthSession,
  type LifecycleListener,
  memoryStorage,
  type SessionStorage,
  type SessionStore,
} from 'xstate-auth-session'
import type { PasswordCredentials } from 'xstate-auth-session/backends'
import {
  createFakeBackend,
  createSimulatedTime,
  type FakeBackend,
  type FakeBackendOptions,
} from 'xstate-auth-session/testing'
import { unsignedToken } from '../session/unsigned-token'

export const ada = { username: 'ada', password: 'lovelace' }
export const grace = { username: 'grace', password: 'hopper' }
export const origin = 'https://api.test'
export const me = `${origin}/api/me/`
export const refreshPath = '/api/token/refresh/'
export const revocationPath = '/api/token/blacklist/'

type Logins = { password: PasswordCredentials }
export type Session = AuthSession<Logins>
export type SessionOptions = Partial<AuthSessionOptions<Logins>>

interface WorldOptions extends FakeBackendOptions {
  /** ms by which the server's clock is ahead of the sessions'. */
  readonly serverAhead?: number
}

/** A server in memory and sessions over it in one simulated time, without jitter; the console is quiet and overheard. */
export function createWorld({ serverAhead = 0, ...options }: WorldOptions = {}) {
  const said = vi.spyOn(console, 'warn').mockImplementation(() => {})
  const time = createSimulatedTime()
  const fake = createFakeBackend({ now: () => time.now() + serverAhead, ...options })
  const open = (own: SessionOptions = {}): Session => {
    const { backend, fetch } = fake
    const renewal = { jitter: 0, ...own.renewal }
    const session = createAuthSession<Logins>({ backend, fetch, clock: time.clock, ...own, renewal })
    onTestFinished(() => session.dispose())
    return session
  }
  return {
    time,
    fake,
    open,
    /** The refresh tokens that were sent to be renewed, in order. */
    spent: () => fake.requests.filter(({ path }) => path === refreshPath).map(({ body }) => body),
    /** All that was said on the console. */
    said: () => said.mock.calls.flat().join('\n'),
  }
}

/** What has become of a promise so far: `pending`, a response's status, the code of a refusal, or else `done`. */
export function watch(promise: Promise<unknown>): { outcome: unknown } {
  const watched: { outcome: unknown } = { outcome: 'pending' }
  promise.then(
    (value) => {
      watched.outcome = value instanceof Response ? value.status : 'done'
    },
    (error: unknown) => {
      watched.outcome = error instanceof AuthSessionError ? error.code : error
    },
  )
  return watched
}

export function createGate() {
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { opened, open: () => open() }
}

let named = 0

/** For sessions that share a store with whoever is given the same. */
export function sharedStore() {
  const key = `shared-${++named}`
  return { key, storage: memoryStorage({ scope: key }) }
}

/** A storage with some of its methods replaced. */
export const altered =
  (storage: SessionStorage, alter: (inner: SessionStore) => Partial<SessionStore>): SessionStorage =>
  (key) => {
    const inner = storage(key)
    return { ...inner, ...alter(inner) }
  }

/** A storage whose reads can be held: all before they look until release, or the next one with what it has seen. */
export function slowReads(storage: SessionStorage) {
  let before: Promise<void> | null = null
  let after: Promise<void> | null = null
  return {
    storage: altered(storage, (inner) => ({
      read: async () => {
        await before
        const state = inner.read()
        const held = after
        after = null
        await held
        return state
      },
    })),
    hold() {
      const gate = createGate()
      before = gate.opened
      return () => {
        before = null
        gate.open()
      }
    },
    holdNext() {
      const gate = createGate()
      after = gate.opened
      return gate.open
    },
  }
}

/** A transport that keeps back the answers to renewals until the gate opens; the server has handled them. */
export const lateRenewals =
  (fake: FakeBackend, gate: { readonly opened: Promise<void> }): typeof fetch =>
  async (input, init) => {
    const answer = await fake.fetch(input, init)
    if (String(input).includes(refreshPath)) await gate.opened
    return answer
  }

/** The signals of a page, given by hand. */
export function createHandLifecycle() {
  const listeners = new Set<LifecycleListener>()
  return {
    lifecycle: {
      isOnline: () => true,
      attach: (listener: LifecycleListener) => {
        listeners.add(listener)
        return () => void listeners.delete(listener)
      },
    },
    tell(signal: keyof LifecycleListener) {
      for (const listener of listeners) listener[signal]()
    },
    get attached() {
      return listeners.size
    },
  }
}

let minted = 0

/** An access or refresh token that the server has not made. `end`: ms since the epoch. */
export const foreignToken = (end: number) =>
  unsignedToken({ exp: Math.floor(end / 1_000), user_id: 'ada', n: ++minted })

/** A renewal's answer with tokens that the server has not made. */
export const foreignGrant = (now: number) =>
  new Response(JSON.stringify({ access: foreignToken(now + 300_000), refresh: foreignToken(now + 9_000_000) }))
