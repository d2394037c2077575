import { afterAll, onTestFinished } from 'vitest'
import { ada, type BackstageOptions, openBackstage } from './backstage'
import { type Chromium, startChromium } from './chromium'
import { openTab } from './tab'

interface SceneOptions extends BackstageOptions {
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
export async function openScene({ tabs: count, browser, server: served, page }: SceneOptions) {
  let slept = 0
  // Nothing comes due by itself, however slow the machine is, unless the test says so.
  const timed = { accessLifetime: 600, now: () => Date.now() + slept, ...served }
  const { address, server, site, seen } = await openBackstage({ server: timed, page })
  const { context } = browser ?? (await chromiumOfFile())
  onTestFinished(async () => {
    for (const opened of context.pages()) await opened.close()
  })
  const open = (own: typeof page = {}) => openTab(context, address(own), site.elsewhere)

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
    seen,
    /** Each tab asks for something of its own, in the same moment; what each is answered. */
    ask: (asking = tabs) => Promise.all(asking.map((tab, index) => tab.ask(`/api/tabs/${index}/`))),
    /** The machine that the tabs run on sleeps so many ms: it is later then, for tabs and server. */
    async sleep(ms: number) {
      slept += ms
      await Promise.all(tabs.map((tab) => tab.sleep(ms)))
    },
  }
}

export type Scene = Awaited<ReturnType<typeof openScene>>
