import type { BrowserContext, CDPSession, Page } from 'playwright-core'
import { type App, appIn } from './app'

/** A tab of a real browser, and the app in it. */
export interface Tab extends App {
  readonly page: Page
  /** Brings it to the front; the tab that was there is hidden. */
  show(): Promise<void>
  hide(): Promise<void>
  /** Hides it and stops its tasks. */
  freeze(): Promise<void>
  thaw(): Promise<void>
  /** Ends its process as a fault would: no event of the page runs. */
  crash(): Promise<void>
  goOffline(): Promise<void>
  goOnline(): Promise<void>
  /** Follows a link to a page elsewhere; the app goes into the back/forward cache if the browser takes it. */
  leave(): Promise<void>
  /** Presses the back button. */
  comeBack(): Promise<void>
  reload(): Promise<void>
  /** Opens the same app in a window of its own, as `window.open` does; resolves as soon as it has loaded. */
  openWindow(): Promise<Tab>
  close(): Promise<void>
}

/** Opens the app at `url` in a tab of its own, in front of the others. `elsewhere`: where its link leads. */
export async function openTab(context: BrowserContext, url: string, elsewhere: string): Promise<Tab> {
  const page = await context.newPage()
  const tab = await tabOf(context, page, elsewhere)
  await page.goto(url)
  return tab
}

async function tabOf(context: BrowserContext, page: Page, elsewhere: string): Promise<Tab> {
  const devtools = await context.newCDPSession(page)
  return { ...appIn((run, call) => page.evaluate(run, call)), ...controls(context, page, devtools, elsewhere) }
}

function controls(context: BrowserContext, page: Page, devtools: CDPSession, elsewhere: string): Omit<Tab, keyof App> {
  const network = async (offline: boolean) => {
    const speed = { latency: 0, downloadThroughput: -1, uploadThroughput: -1 }
    await devtools.send('Network.emulateNetworkConditions', { offline, ...speed })
  }
  const live = (state: 'frozen' | 'active') => devtools.send('Page.setWebLifecycleState', { state })
  const hide = async () => {
    const cover = context.pages().find((other) => other.url() === 'about:blank') ?? (await context.newPage())
    await cover.bringToFront()
    await page.waitForFunction(() => document.visibilityState === 'hidden')
  }
  return {
    page,
    hide,
    async show() {
      await page.bringToFront()
      await page.waitForFunction(() => document.visibilityState === 'visible')
    },
    async freeze() {
      await hide()
      await live('frozen')
    },
    async thaw() {
      await live('active')
    },
    async crash() {
      const crashed = page.waitForEvent('crash')
      await devtools.send('Page.navigate', { url: 'chrome://crash' })
      await crashed
    },
    async goOffline() {
      await devtools.send('Network.enable')
      await network(true)
    },
    async goOnline() {
      await network(false)
      // As long as it is watched, the page keeps every answer.
      await devtools.send('Network.disable')
    },
    async leave() {
      await page.goto(elsewhere)
    },
    async comeBack() {
      // A page of the back/forward cache is loaded no more.
      const back = page.waitForURL((url) => url.href !== elsewhere, { waitUntil: 'commit' })
      await page.evaluate(() => history.back())
      await back
      await page.waitForFunction(() => window.surface !== undefined)
    },
    async reload() {
      await page.reload()
    },
    async openWindow() {
      const opened = page.waitForEvent('popup')
      await page.evaluate(() => void window.open(location.href))
      await (await opened).waitForFunction(() => window.surface !== undefined)
      return tabOf(context, await opened, elsewhere)
    },
    close: () => page.close(),
  }
}
