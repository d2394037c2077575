import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { startChromium } from '../chromium'
import { openGuardedSite } from '../devtools/guarded-site'
import { openTab, shows } from '../devtools/situations'
import { animate, type Frame } from './animated-png'

const FOLDER = join(import.meta.dirname, '../../../docs/media')
const SIZE = { width: 960, height: 640 }
/** The most that the panel takes of it: the lower nine tenths. */
const clip = { x: 0, y: SIZE.height / 10, width: SIZE.width, height: (SIZE.height * 9) / 10 }

/** Chromium has painted what was shown. */
const PAINTED = 250

/** A life in steps, each for some ms: what the README shows. */
const life: readonly (readonly [ms: number, act: (page: Page) => Promise<unknown>])[] = [
  [1_200, (page) => page.evaluate(() => scene.session.start()).then(() => shows(page, 'anonymous'))],
  [1_600, (page) => page.evaluate(() => scene.login()).then(() => shows(page, 'authenticated'))],
  [
    1_600,
    async (page) => {
      await page.evaluate(() => {
        scene.levers?.setRenewals('unreachable')
        scene.ask('/api/notes/')
        const { renewAt } = scene.session.actor.getSnapshot().context.token
        scene.levers?.sleep((renewAt ?? 0) - Date.now() + 1)
      })
      await shows(page, 'refreshing')
    },
  ],
  [
    1_600,
    async (page) => {
      await page.evaluate(() => {
        scene.levers?.lapse()
        for (const path of ['/api/notes/', '/api/people/', '/api/uploads/']) scene.ask(path, true)
      })
      await shows(page, 'queuedRetry')
    },
  ],
  [1_800, (page) => openTab(page, 'Requests')],
  [
    1_800,
    async (page) => {
      await page.evaluate(() => scene.levers?.setRenewals('pass'))
      await shows(page, 'authenticated')
    },
  ],
  [1_600, (page) => openTab(page, 'Time')],
  [
    1_600,
    async (page) => {
      await openTab(page, 'Chart')
      await page.evaluate(() => {
        scene.levers?.setRenewals('rejected')
        scene.levers?.lapse()
        scene.ask('/api/notes/', true)
      })
      await shows(page, 'expired')
    },
  ],
  [1_600, (page) => openTab(page, 'Timeline')],
  [3_000, (page) => page.getByRole('button', { name: 'Explain' }).click()],
]

/** By its own handle the panel takes as much as it can. */
async function enlarge(page: Page): Promise<void> {
  const handle = await page.getByRole('separator').boundingBox()
  if (!handle) throw new Error('the panel can not be made larger')
  await page.mouse.move(handle.x + handle.width / 2, handle.y + handle.height / 2)
  await page.mouse.down()
  await page.mouse.move(SIZE.width / 2, 0, { steps: 5 })
  await page.mouse.up()
}

const [browser, site] = await Promise.all([startChromium(), openGuardedSite()])
try {
  const page = await browser.context.newPage()
  await page.setViewportSize(SIZE)
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  await page.goto(`${site.url}/?key=picture`)
  await enlarge(page)
  const frames: Frame[] = []
  for (const [ms, act] of life) {
    await act(page)
    await page.waitForTimeout(PAINTED)
    const png = await page.screenshot({ clip })
    if (process.env['FRAMES']) writeFileSync(join(process.env['FRAMES'], `${frames.length}.png`), png)
    frames.push({ png, ms })
  }
  mkdirSync(FOLDER, { recursive: true })
  const picture = animate(frames)
  writeFileSync(join(FOLDER, 'panel.png'), picture)
  console.log(`docs/media/panel.png: ${frames.length} frames, ${picture.length} B`)
} finally {
  await Promise.all([browser.close(), site.close()])
}
