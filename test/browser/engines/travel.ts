import { setTimeout as pause } from 'node:timers/promises'
import type { Tab } from './engine'

/** What a page has not said by then it took along when it went; ms. */
const PATIENCE = 5_000

/** Follows a link; the page that is left may go into the back/forward cache. */
export async function leave(tab: Tab, url: string): Promise<void> {
  await tab.evaluate(() => void Object.assign(window, { left: true }))
  await tab.open(url)
}

/** Goes back; whether it is the page that was left, out of the back/forward cache, and not a new one. */
export async function comeBack(tab: Tab): Promise<boolean> {
  const from = await tab.evaluate(() => {
    setTimeout(() => history.back(), 0)
    return location.href
  })
  for (;;) {
    // A page on its way out answers nothing.
    const asked = tab
      .evaluate(() => ({ url: location.href, state: document.readyState, isKept: 'left' in window }))
      .catch(() => null)
    const page = await Promise.race([asked, pause(PATIENCE, null, { ref: false })])
    if (page?.state === 'complete' && page.url !== from) return page.isKept
  }
}
