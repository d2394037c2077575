import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sessionPaths } from 'xstate-auth-session/testing'
import { type Chromium, startChromium } from './chromium'
import { shown } from './screen/shown'
import { openSite, type Site } from './site'
import { pages } from './ui/pages'
import { sources } from './ui/sources'
import { visibleHtml } from './ui/visible-html'

const PATIENCE = { timeout: 10_000, interval: 10 }

let browser: Chromium

beforeAll(async () => {
  browser = await startChromium()
})

afterAll(() => browser?.close())

for (const { name, folder, plugins } of pages) {
  describe(`an app in ${name}`, () => {
    let site: Site
    let page: Page
    const complaints: string[] = []

    beforeAll(async () => {
      site = await openSite(folder, [sources, await plugins?.()])
      page = await browser.context.newPage()
      page.on('pageerror', ({ message }) => void complaints.push(message))
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
      })
    })

    afterAll(async () => {
      await page?.close()
      await site?.close()
    })

    for (const path of sessionPaths())
      test(`follows: ${path.name}`, async () => {
        complaints.length = 0
        await page.goto(site.url)
        const seen = () => page.locator('main').evaluate(visibleHtml)
        await path.walk(
          (act) => page.evaluate((name) => window.stage.acts[name](), act),
          (status) => expect.poll(seen, PATIENCE).toBe(shown[status]),
        )
        await page.evaluate(() => window.stage.dispose())
        expect(await page.locator('main').count()).toBe(0)
        expect(complaints).toEqual([])
      })
  })
}
