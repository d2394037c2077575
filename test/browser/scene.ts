import { onTestFinished } from 'vitest'
import { createTokenServer, type TokenServerOptions } from '../backends/embedded'
import { startChromium } from './chromium'
import { type PageParameters, queryFor } from './page/parameters'
import { openSite } from './site'
import { openTab } from './tab'

const ada = { username: 'ada', password: 'lovelace' }
const refreshPath = '/api/token/refresh/'

/** A server that takes a second use of a refresh token for theft. */
export const strict = { rotation: true, reuse: 'revokes-family' } satisfies TokenServerOptions

interface SceneOptions {
  readonly server: TokenServerOptions
  readonly page?: Partial<Omit<PageParameters, 'api'>>
  /** How many tabs are open once ada has logged in, in the first of them. */
  readonly tabs: number
}

/** A token server, an app's site and a browser with the app in several tabs, all gone when the test is over. */
export async function openScene({ server: served, page, tabs: count }: SceneOptions) {
  const server = await createTokenServer(served)
  onTestFinished(() => server.close())
  const site = await openSite()
  onTestFinished(() => site.close())
  const chromium = await startChromium()
  onTestFinished(() => chromium.close())
  const open = (own: typeof page = {}) => {
    const parameters = { api: server.url, store: 'localStorage', without: [], renewal: {}, ...page, ...own } as const
    return openTab(chromium.context, `${site.url}/${queryFor(parameters)}`, site.elsewhere)
  }

  const first = await open()
  await first.login(ada)
  const tabs = [first]
  while (tabs.length < count) tabs.push(await open())
  await Promise.all(tabs.map((tab) => tab.until('authenticated')))
  await first.show()

  return {
    server,
    open,
    tabs,
    /** Each tab asks for something of its own, in the same moment; what each is answered. */
    ask: (asking = tabs) => Promise.all(asking.map((tab, index) => tab.ask(`/api/tabs/${index}/`))),
    refreshes: () => server.count({ path: refreshPath }),
    /** What a server's operator would look at. */
    damage: () => ({
      revoked: server.families().filter(({ revoked }) => revoked !== null).length,
      reused: server.families().reduce((sum, { reused }) => sum + reused, 0),
    }),
  }
}
