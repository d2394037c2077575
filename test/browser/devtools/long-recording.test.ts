import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Chromium, startChromium } from '../chromium'
import { openGuardedSite } from './guarded-site'
import { openTab } from './situations'

const EVENTS = 10_000
const RUNS = 5

let browser: Chromium
let site: Awaited<ReturnType<typeof openGuardedSite>>
beforeAll(async () => {
  ;[browser, site] = await Promise.all([startChromium(), openGuardedSite()])
})
afterAll(() => Promise.all([browser.close(), site.close()]))

/** The longest task in ms while a long recording is opened, replayed, scrolled and scrubbed, and the most rows in the page. */
async function walkThrough(run: number) {
  const page = await browser.context.newPage()
  try {
    await page.setViewportSize({ width: 1200, height: 900 })
    await page.goto(`${site.url}/?key=long-${run}`)
    const text = await page.evaluate(async (events) => {
      await scene.login()
      return JSON.stringify(scene.longLife(events))
    }, EVENTS)
    await openTab(page, 'Timeline')
    await page.evaluate(() => {
      const tasks: number[] = []
      new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({
        type: 'longtask',
      })
      Object.assign(globalThis, { tasks })
    })
    const buffer = Buffer.from(text)
    await page.setInputFiles('input[type=file]', { name: 'long.json', mimeType: 'application/json', buffer })
    await page.locator('.sentence', { hasText: 'Nobody ended the session' }).waitFor()
    let rows = 0
    for (const key of ['Home', 'PageDown', 'PageDown', 'ArrowUp', 'End']) {
      await page.getByRole('listbox').press(key)
      rows = Math.max(rows, await page.locator('.row').count())
    }
    await page.getByRole('searchbox').fill('counted')
    await page.waitForTimeout(200)
    rows = Math.max(rows, await page.locator('.row').count())
    const tasks = await page.evaluate<number[]>('tasks')
    return { longest: Math.max(0, ...tasks), rows }
  } finally {
    await page.close()
  }
}

test(`a recording of ${EVENTS} events leaves the page awake, and few rows in it`, async ({ annotate }) => {
  const runs: Awaited<ReturnType<typeof walkThrough>>[] = []
  for (let run = 0; run < RUNS; run++) runs.push(await walkThrough(run))
  const longest = runs.map((run) => run.longest).sort((a, b) => a - b)
  await annotate(`longest tasks ${longest.join(', ')} ms; rows ${runs.map(({ rows }) => rows).join(', ')}`)
  expect(Math.max(...runs.map(({ rows }) => rows))).toBeLessThanOrEqual(200)
  expect(longest[Math.floor(RUNS / 2)]).toBeLessThanOrEqual(50)
})
