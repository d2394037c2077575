import { type LaunchOptions, launch } from 'puppeteer-core'
import { findChromium } from '../executable.mjs'
import type { Engine, Tab } from './engine'

/** Firefox over BiDi: no other driver is needed. */
export const openFirefox = () => open({ browser: 'firefox', executablePath: '/usr/bin/firefox-esr' })

/** Chromium, for comparison. */
export const openChromium = () =>
  open({ browser: 'chrome', executablePath: String(findChromium()), args: ['--no-sandbox'] })

async function open(options: LaunchOptions): Promise<Engine> {
  const browser = await launch(options)
  const [curtain = await browser.newPage()] = await browser.pages()
  return {
    name: await browser.version(),
    async openTab() {
      const page = await browser.newPage()
      return {
        open: async (url) => void (await page.goto(url)),
        reload: async () => void (await page.reload()),
        // Its own type is about handles of objects in the page, which nobody here has.
        evaluate: page.evaluate.bind(page) as Tab['evaluate'],
        hide: () => curtain.bringToFront(),
        show: () => page.bringToFront(),
        close: async () => {
          if (!page.isClosed()) await page.close()
        },
      }
    },
    close: () => browser.close(),
  }
}
