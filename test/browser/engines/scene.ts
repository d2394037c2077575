import { appIn } from '../app'
import { ada, type BackstageOptions, openBackstage } from '../backstage'
import type { OpenTab } from './engines'
import { comeBack, leave } from './travel'

/** Opens the app at `url` in a tab of its own. `elsewhere`: where its link leads. */
export async function openApp(openTab: OpenTab, url: string, elsewhere: string) {
  const tab = await openTab()
  await tab.open(url)
  return {
    ...tab,
    ...appIn(tab.evaluate),
    /** Follows a link to a page elsewhere. */
    leave: () => leave(tab, elsewhere),
    /** Presses the back button; whether the app was still there, in the back/forward cache. */
    comeBack: () => comeBack(tab),
  }
}

/** A token server, an app's site and the app in two tabs, in the first of which ada has logged in. */
export async function openScene(openTab: OpenTab, options: BackstageOptions) {
  const { address, site, ...backstage } = await openBackstage(options)
  const open = (own: typeof options.page = {}) => openApp(openTab, address(own), site.elsewhere)
  const one = await open()
  const two = await open()
  await one.login(ada)
  await two.until('authenticated')
  return { ...backstage, site, open, one, two }
}
