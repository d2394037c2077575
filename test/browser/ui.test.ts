import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { sessionPaths } from 'xstate-auth-session/testing'
import { type Chromium, startChromium } from './chromium'
import { shown } from './screen/shown'
import { openSite, type Site } from './site'
import { pages, type UiPage } from './ui/pages'
import { shownHtml } from './ui/shown-html'
import { sources } from './ui/sources'

const PATIENCE = 10_000

interface OpenUi {
  readonly site: Site
  readonly page: Page
  /** What the page has said against itself. */
  readonly complaints: string[]
}

let browser: Chromium
const open = new Map<UiPage, OpenUi>()

beforeAll(async () => {
  browser = await startChromium()
  for (const ui of pages) open.set(ui, await openUi(ui))
}, 180_000)

afterAll(async () => {
  await browser?.close()
  for (const { site } of open.values()) await site.close()
})

for (const path of sessionPaths())
  describe(path.name, () => {
    // Each in a tab of its own: what one waits for is the others' time.
    for (const ui of pages)
      test.concurrent(`an app in ${ui.name} follows`, async ({ expect }) => {
        const { site, page, complaints } = open.get(ui)!
        complaints.length = 0
        await page.goto(site.url)
        await path.walk(
          (act) => page.evaluate((name) => window.stage.acts[name](), act),
          async (status) => {
            const wanted = shown[status]
            expect(await page.evaluate(shownHtml, { wanted, patience: PATIENCE })).toBe(wanted)
          },
        )
        await page.evaluate(() => window.stage.dispose())
        expect(await page.evaluate(() => document.querySelectorAll('main').length)).toBe(0)
        expect(complaints).toEqual([])
      })
  })

async function openUi({ folder, plugins }: UiPage): Promise<OpenUi> {
  const site = await openSite(folder, [sources, await plugins?.()])
  const page = await browser.context.newPage()
  // A tab behind another is hidden: its timers are late, and it paints nothing.
  const protocol = await browser.context.newCDPSession(page)
  await protocol.send('Emulation.setFocusEmulationEnabled', { enabled: true })
  const complaints: string[] = []
  page.on('pageerror', ({ message }) => void complaints.push(message))
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  return { site, page, complaints }
}
