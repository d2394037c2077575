import { onTestFinished } from 'vitest'
import { type AuthSessionOptions, createAuthSession } from 'xstate-auth-session'
import { type CookieSessionOptions, cookieSession } from 'xstate-auth-session/backends'
import { createHandClock } from '../../session/hand-clock'
import type { TestServer } from '../open-server'
import { type CookieJar, createCookieJar } from './cookie-jar'
import { type OpenCookieServerOptions, openCookieServer } from './open-cookie-server'

/** What is waited for is a few answers away; machines may be busy. */
export const PATIENCE = { timeout: 30_000, interval: 20 }

type BackendOptions = Partial<CookieSessionOptions>
type SessionOptions = Partial<Omit<AuthSessionOptions, 'backend'>>

interface SceneOptions {
  readonly server?: OpenCookieServerOptions
  readonly backend?: BackendOptions
  readonly session?: SessionOptions
}

/** As the server above has it: a view that sets the CSRF cookie, and a hint. */
const usual = { hintCookie: 'signed_in', csrf: { path: '/api/session/csrf/' } } satisfies BackendOptions

/** A device: its cookies, and pages over them with a session each. */
function openDevice(server: TestServer, jar: CookieJar, options: SceneOptions) {
  return {
    jar,
    openSession(own: SessionOptions = {}) {
      const backend = cookieSession({ ...usual, baseUrl: server.url, cookies: jar.document, ...options.backend })
      const session = createAuthSession({ backend, fetch: jar.fetch, ...options.session, ...own })
      onTestFinished(() => session.dispose())
      return session
    },
  }
}

/** A server and a device with a session, all gone when the test is over; one time for all that only the test moves. */
export async function openScene(options: SceneOptions = {}) {
  const clock = createHandClock()
  const server = await openCookieServer({ now: clock.now, ...options.server })
  onTestFinished(() => server.close())
  const session = { clock, ...options.session, renewal: { jitter: 0, ...options.session?.renewal } }
  const device = openDevice(server, createCookieJar(fetch), { ...options, session })
  const base = (options.backend?.paths?.refresh ?? '/api/session/refresh/').replace('refresh/', '')
  return {
    ...device,
    clock,
    server,
    base,
    session: device.openSession(),
    url: (path: string) => server.url + path,
    counts: () => ({
      logins: server.count({ path: `${base}login/` }),
      refreshes: server.count({ path: `${base}refresh/` }),
      logouts: server.count({ path: `${base}logout/` }),
    }),
  }
}
