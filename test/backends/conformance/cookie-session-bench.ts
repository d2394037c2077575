import { type CookieSessionOptions, cookieSession } from 'xstate-auth-session/backends'
import type { ConformanceBench, ConformanceTraits } from 'xstate-auth-session/testing'
import { bothInCookies } from '../cookies/both-in-cookies'
import { type CookieJar, createCookieJar } from '../cookies/cookie-jar'
import { openCookieServer } from '../cookies/open-cookie-server'
import type { TokenServerOptions } from '../embedded'
import { isDjango } from '../open-server'
import { testedServer, usualTraits } from './tested-server'

interface Row {
  readonly name: string
  readonly server: TokenServerOptions
  readonly backend?: Partial<CookieSessionOptions>
  readonly traits: Partial<ConformanceTraits>
}

/** cookieSession against the server with cookies under test, in one of its modes. */
function cookieSessionBench({ name, server: mode, backend, traits }: Row): ConformanceBench {
  return {
    name,
    traits: {
      ...usualTraits,
      renewedBy: 'hidden_token',
      spent: 'kept',
      logout: 'login',
      deactivation: isDjango ? 'both' : 'resources',
      successor: null,
      ...traits,
    },
    async open({ now, accessLifetime, refreshLifetime }) {
      const server = await openCookieServer({ now, accessLifetime, refreshLifetime, ...mode })
      const usual = { csrf: { path: '/api/session/csrf/' }, hintCookie: 'signed_in' }
      const deviceOf = (jar: CookieJar) => ({
        options: {
          backend: cookieSession({ ...usual, ...backend, baseUrl: server.url, cookies: jar.document }),
          fetch: jar.fetch,
        },
        twin: (network: typeof fetch) => deviceOf(jar.copy(network)),
      })
      return {
        ...testedServer(server),
        device: (network) => deviceOf(createCookieJar(network)),
      }
    },
  }
}

const strict = cookieSessionBench({
  name: 'cookieSession, strict reuse detection',
  server: { rotation: true, reuse: 'revokes-family' },
  traits: { spent: 'ends_login' },
})

/** The modes of simplejwt behind cookies; that it ends a login for a reuse only the embedded server can. */
export const cookieSessionBenches = [
  cookieSessionBench({ name: 'cookieSession, no rotation', server: { rotation: false }, traits: { spent: 'kept' } }),
  cookieSessionBench({
    name: 'cookieSession, rotation and blacklist',
    server: { rotation: true },
    traits: { spent: 'refused' },
  }),
  cookieSessionBench({
    name: 'cookieSession, both tokens in cookies, rotation and blacklist',
    server: { rotation: true },
    backend: bothInCookies,
    traits: { spent: 'refused' },
  }),
  ...(isDjango ? [] : [strict]),
]
