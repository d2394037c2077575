import { afterAll, onTestFinished } from 'vitest'
import { createTokenServer, type TokenServerOptions } from '../backends/embedded'
import { type Chromium, startChromium } from './chromium'
import { type Facility, type PageParameters, queryFor } from './page/parameters'
import { openSite } from './site'
import { openTab } from './tab'

const ada = { username: 'ada', password: 'lovelace' }
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

interface SceneOptions {
  readonly server: TokenServerOptions
  readonly page?: Partial<Omit<PageParameters, 'api'>>
  /** How many tabs are open once ada has logged in, in the first of them. */
  readonly tabs: number
  /** Where they are open. @default the browser of the file */
  readonly browser?: Chromium
}

let started: Promise<Chromium> | undefined
afterAll(async () => (await started)?.close())

function chromiumOfFile(): Promise<Chromium> {
  started ??= startChromium()
  return started
}

/**
 * A token server, an app's site and the app in several tabs, all gone when the test is over. The browser serves all scenes of a
 * file: each has an origin of its own, so that none finds what another has left.
 */
export async function openScene({ server: served, page, tabs: count, browser }: SceneOptions) {
  const server = await createTokenServer(served)
  onTestFinished(() => server.close())
  const site = await openSite()
  onTestFinished(() => site.close())
  const { context } = browser ?? (await chromiumOfFile())
  onTestFinished(async () => {
    for (const opened of context.pages()) await opened.close()
  })
  const open = (own: typeof page = {}) => {
    const parameters = { api: server.url, store: 'indexedDb', without: [], renewal: {}, ...page, ...own } as const
    return openTab(context, `${site.url}/${queryFor(parameters)}`, site.elsewhere)
  }

  const first = await open()
  await first.login(ada)
  const tabs = [first]
  while (tabs.length < count) {
    const tab = await open()
    await tab.until('authenticated')
    tabs.push(tab)
  }
  await first.show()

  return {
    server,
    open,
    tabs,
    /** Each tab asks for something of its own, in the same moment; what each is answered. */
    ask: (asking = tabs) => Promise.all(asking.map((tab, index) => tab.ask(`/api/tabs/${index}/`))),
    /** What the server has seen so far: calls to renew, spent refresh tokens among them that it refused, logins that it ended for it. */
    seen: () => ({
      refreshes: server.count({ path: refreshPath }),
      reuses: server.families().reduce((sum, { reused }) => sum + reused, 0),
      revoked: server.families().filter(({ revoked }) => revoked === 'reuse').length,
    }),
  }
}

export type Scene = Awaited<ReturnType<typeof openScene>>
