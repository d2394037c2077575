import { onTestFinished } from 'vitest'
import { openSite } from '../site'
import type { Tab } from './engine'
import type { OpenTab } from './engines'

/** Opens three empty pages of one origin that no test has used before, each in a tab of its own. */
export async function openPages(openTab: OpenTab): Promise<readonly [Tab, Tab, Tab]> {
  const site = await openSite()
  onTestFinished(() => site.close())
  const open = async () => {
    const tab = await openTab()
    await tab.open(site.elsewhere)
    return tab
  }
  return [await open(), await open(), await open()]
}
