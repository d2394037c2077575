import { afterAll, onTestFinished } from 'vitest'
import { createCookieServer } from '../backends/cookies/cookie-server'
import type { OpenCookieServerOptions } from '../backends/cookies/open-cookie-server'
import { createDjangoServer } from '../backends/django/django-server'
import type { TestServer } from '../backends/open-server'
import { type Chromium, startChromium } from './chromium'
import { type PageParameters, queryFor } from './page/parameters'
import { openSite } from './site'
import { openTab } from './tab'

/** Servers with cookies, as they are started. */
export const servers = {
  'a server of the tests': (options: OpenCookieServerOptions): Promise<TestServer> => createCookieServer(options),
  Django: (options: OpenCookieServerOptions): Promise<TestServer> => createDjangoServer(options),
}

/** Where the app is, as seen from its API: to a browser, ports make origins and hosts make sites. */
export type Place = 'the same origin' | 'another origin of the same site' | 'another site'

interface CookieSceneOptions {
  readonly server?: (options: OpenCookieServerOptions) => Promise<TestServer>
  readonly place?: Place
  readonly served?: OpenCookieServerOptions
  readonly page?: Partial<Omit<PageParameters, 'api'>>
}

const API_HOST = 'localhost'

let started: Promise<Chromium> | undefined
afterAll(async () => (await started)?.close())

/** A server with cookies, an app's site and a browser without a cookie. */
export async function openCookieScene(options: CookieSceneOptions = {}) {
  const { server: start = createCookieServer, place = 'another origin of the same site', served, page } = options
  started ??= startChromium()
  const { context } = await started
  await context.clearCookies()
  onTestFinished(async () => {
    for (const opened of context.pages()) await opened.close()
  })
  const site = await openSite()
  onTestFinished(() => site.close())
  const at = (host: string, url: string) => url.replace('127.0.0.1', host)
  const siteAt = (host: string) => at(host, site.url)
  const app = siteAt(place === 'another site' ? '127.0.0.1' : API_HOST)
  const server = await start({
    rotation: true,
    ...served,
    ...(place === 'another site' && { crossSite: true }),
    ...(place !== 'the same origin' && { origins: [app] }),
    async fallback({ url = '/' }, response) {
      const file = await fetch(site.url + url)
      response.writeHead(file.status, { 'content-type': file.headers.get('content-type') ?? '' })
      response.end(new Uint8Array(await file.arrayBuffer()))
      return true
    },
  })
  onTestFinished(() => server.close())
  const api = at(API_HOST, server.url)
  const home = place === 'the same origin' ? api : app
  const open = (own: typeof page = {}) => {
    const parameters = {
      api,
      store: 'indexedDb',
      without: [],
      renewal: {},
      cookies: 'refresh',
      ...page,
      ...own,
    } as const
    return openTab(context, `${home}/${queryFor(parameters)}`, `${home}/elsewhere`)
  }
  const base = page?.cookies === 'both' ? '/api/cookie-session/' : '/api/session/'
  const count = (name: string) => server.count({ path: `${base}${name}/`, method: 'POST' })
  return {
    server,
    context,
    open,
    api,
    base,
    /** A page that is none of the app's, on that host. */
    foreign: (host: string) => `${siteAt(host)}/elsewhere`,
    /** Every request so far but preflights. */
    requests: () => server.requests.filter(({ method }) => method !== 'OPTIONS'),
    counts: () => ({ logins: count('login'), refreshes: count('refresh'), logouts: count('logout') }),
  }
}
