import { onTestFinished } from 'vitest'
import { createTokenServer, type TokenServerOptions } from '../backends/embedded'
import { type Facility, type PageParameters, queryFor } from './page/parameters'
import { openSite } from './site'

export const ada = { username: 'ada', password: 'lovelace' }
export const grace = { username: 'grace', password: 'hopper' }
export const refreshPath = '/api/token/refresh/'

/** A server that takes a second use of a refresh token for theft. */
export const strict = { rotation: true, reuse: 'revokes-family' } satisfies TokenServerOptions

/** A server that forgives it for a minute. */
export const lenient = { rotation: true, reuse: { graceMs: 60_000 } } satisfies TokenServerOptions

/** A browser as it comes, and with what some lack. */
export const browsers = {
  'a browser': [],
  'a browser without Web Locks': ['locks'],
  'a browser without BroadcastChannel': ['channel'],
  'a browser with neither': ['locks', 'channel'],
} satisfies Record<string, readonly Facility[]>

export interface BackstageOptions {
  readonly server: TokenServerOptions
  readonly page?: Partial<Omit<PageParameters, 'api'>> | undefined
}

/** All of a scene but the browser: a token server and an app's site, gone when the test is over. Their origins are new to every browser. */
export async function openBackstage({ server: served, page }: BackstageOptions) {
  const server = await createTokenServer(served)
  onTestFinished(() => server.close())
  const site = await openSite()
  onTestFinished(() => site.close())
  return {
    server,
    site,
    /** Where the app is, made as the scene says or as `own` does. */
    address(own: typeof page = {}) {
      const parameters = { api: server.url, store: 'indexedDb', without: [], renewal: {}, ...page, ...own } as const
      return `${site.url}/${queryFor(parameters)}`
    },
    /** What the server has seen so far: calls to renew, spent refresh tokens among them that it refused, logins that it ended for it. */
    seen: () => ({
      refreshes: server.count({ path: refreshPath }),
      reuses: server.families().reduce((sum, { reused }) => sum + reused, 0),
      revoked: server.families().filter(({ revoked }) => revoked === 'reuse').length,
    }),
  }
}
