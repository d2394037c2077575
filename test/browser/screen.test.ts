import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sessionPaths } from 'xstate-auth-session/testing'
import { type Chromium, startChromium } from './chromium'
import { shown } from './screen/shown'
import { openSite, type Site } from './site'

let browser: Chromium
let site: Site
let page: Page

beforeAll(async () => {
  browser = await startChromium()
  site = await openSite(join(import.meta.dirname, 'screen'))
  page = await browser.context.newPage()
})

afterAll(async () => {
  await browser?.close()
  await site?.close()
})

for (const path of sessionPaths()) {
  test(`a screen follows: ${path.name}`, async () => {
    await page.goto(site.url)
    await path.walk(
      (act) => page.evaluate((name) => window.stage.acts[name](), act),
      async (status) => expect(await page.locator('main').innerHTML()).toBe(shown[status]),
    )
  })
}
