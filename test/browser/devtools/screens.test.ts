import { mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Chromium, startChromium } from '../chromium'
import { openGuardedSite } from './guarded-site'
import { faultsOf } from './legibility'
import { situations } from './situations'

/** Where the pictures are: for eyes, not for comparisons. */
const FOLDER = process.env['SCREENSHOTS'] ?? join(tmpdir(), 'xstate-auth-session-panel')

let browser: Chromium
let site: Awaited<ReturnType<typeof openGuardedSite>>
beforeAll(async () => {
  mkdirSync(FOLDER, { recursive: true })
  ;[browser, site] = await Promise.all([startChromium(), openGuardedSite()])
})
afterAll(() => Promise.all([browser.close(), site.close()]))

test.each(Object.entries(situations))(
  '%s is legible at 360, 768 and 1440 px, light and dark',
  async (name, arrange) => {
    const page = await browser.context.newPage()
    try {
      await page.goto(`${site.url}/?key=${encodeURIComponent(name)}`)
      await arrange(page)
      for (const width of [360, 768, 1440])
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.setViewportSize({ width, height: 900 })
          await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
          await page.waitForTimeout(100)
          await page.screenshot({ path: join(FOLDER, `${name.replace(' ', '-')}-${width}-${colorScheme}.png`) })
          expect({ width, colorScheme, faults: await page.evaluate(faultsOf) }).toEqual({
            width,
            colorScheme,
            faults: [],
          })
        }
      expect(await page.evaluate(() => scene.violations)).toEqual([])
    } finally {
      await page.close()
    }
  },
)
