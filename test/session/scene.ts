import { onTestFinished } from 'vitest'
import { type AuthSessionOptions, createAuthSession } from 'xstate-auth-session'
import { loginPath, type SimpleJwtOptions, simpleJwt } from 'xstate-auth-session/backends'
import type { TokenServerOptions } from '../backends/embedded'
import { isDjango, openServer } from '../backends/open-server'
import { createHandClock } from './hand-clock'

export const ada = { username: 'ada', password: 'lovelace' }
export const grace = { username: 'grace', password: 'hopper' }
/** A server that rotates and still takes the token before: for a minute, or as simplejwt without its blacklist, for good. */
export const lenient = {
  rotation: true,
  ...(isDjango ? { blacklist: false } : { reuse: { graceMs: 60_000 } }),
} satisfies TokenServerOptions

/** A server that takes a second use of a refresh token for theft; simplejwt at its strictest refuses it. */
export const strict = {
  rotation: true,
  ...(isDjango ? { blacklist: true } : { reuse: 'revokes-family' }),
} satisfies TokenServerOptions

export const refreshPath = '/api/token/refresh/'

type BackendOptions = Omit<SimpleJwtOptions, 'baseUrl' | 'logins'>

const backendAt = (baseUrl: string, options: BackendOptions = {}) =>
  simpleJwt({
    ...options,
    baseUrl,
    logins: { google: loginPath<{ access_token: string }>('/api/social/google/') },
  })

export type SceneBackend = ReturnType<typeof backendAt>
type SessionOptions = Partial<Omit<AuthSessionOptions, 'backend'>> & { readonly backend?: SceneBackend }

const sessionWith = (options: SessionOptions & { readonly backend: SceneBackend }) => createAuthSession(options)

export type Session = ReturnType<typeof sessionWith>

interface SceneOptions {
  readonly server?: TokenServerOptions
  readonly backend?: BackendOptions
  readonly session?: SessionOptions
}

/** A server and a session over it, both gone when the test is over. */
export async function openScene(options: SceneOptions = {}) {
  const server = await openServer(options.server)
  onTestFinished(() => server.close())
  const backend = backendAt(server.url, options.backend)
  const openSession = (own: SessionOptions = {}) => {
    const session = sessionWith({ backend, ...options.session, ...own })
    onTestFinished(() => session.dispose())
    return session
  }
  const refreshes = () => server.count({ path: refreshPath })
  return { server, backend, session: openSession(), openSession, refreshes, url: (path: string) => server.url + path }
}

export type Scene = Awaited<ReturnType<typeof openScene>>

/** The same, with one time for all that only the test moves; renewals come without jitter. */
export async function openTimedScene(options: SceneOptions = {}) {
  const clock = createHandClock()
  const { server, session } = options
  const renewal = { jitter: 0, ...session?.renewal }
  const timed = { ...options, server: { now: clock.now, ...server }, session: { ...session, clock, renewal } }
  return { clock, ...(await openScene(timed)) }
}
