import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Chromium, startChromium } from '../chromium'
import { openGuardedSite } from './guarded-site'
import { openTab } from './situations'
import { longestTask } from './thread-time'

const EVENTS = 10_000
const RUNS = 5

let browser: Chromium
let site: Awaited<ReturnType<typeof openGuardedSite>>
beforeAll(async () => {
  ;[browser, site] = await Promise.all([startChromium(), openGuardedSite()])
})
afterAll(() => Promise.all([browser.close(), site.close()]))

/** Runs in the page: a file to drop, and an eye on tasks that the browser calls long. */
async function prepare(events: number) {
  const file = new File([JSON.stringify(scene.longLife(events))], 'long.json')
  const tasks: number[] = []
  await new Promise((resolve) => setTimeout(resolve, 500))
  new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({
    type: 'longtask',
  })
  Object.assign(globalThis, { file, tasks })
}

/** Runs in the page by itself, for whatever drives a page from outside takes its time too. The most rows that were in the page. */
async function walkInPage(): Promise<number> {
  const root = document.querySelector('auth-session-devtools')!.shadowRoot!
  const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
  const dataTransfer = new DataTransfer()
  dataTransfer.items.add((globalThis as unknown as { file: File }).file)
  root.querySelector('.panel')!.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }))
  const sentence = root.querySelector('.sentence')!
  while (!sentence.textContent?.startsWith('Nobody ended the session')) await pause(50)
  const list = root.querySelector('.list')!
  let rows = 0
  for (const key of ['Home', 'PageDown', 'PageDown', 'ArrowUp', 'End']) {
    list.dispatchEvent(new KeyboardEvent('keydown', { key }))
    await pause(100)
    rows = Math.max(rows, root.querySelectorAll('.row').length)
  }
  const search = root.querySelector<HTMLInputElement>('input[type=search]')!
  search.value = 'counted'
  search.dispatchEvent(new Event('input'))
  await pause(200)
  return Math.max(rows, root.querySelectorAll('.row').length)
}

/** The longest task in ms while a long recording is opened, replayed, scrolled and scrubbed, and the most rows in the page. */
async function walkThrough(run: number) {
  const page = await browser.context.newPage()
  try {
    await page.setViewportSize({ width: 1200, height: 900 })
    await page.goto(`${site.url}/?key=long-${run}`)
    await page.evaluate(() => scene.login())
    await openTab(page, 'Timeline')
    await page.evaluate(prepare, EVENTS)
    let rows = 0
    const longest = await longestTask(page, async () => {
      rows = await page.evaluate(walkInPage)
    })
    return { longest, rows, wall: await page.evaluate<number>('Math.max(0, ...tasks)') }
  } finally {
    await page.close()
  }
}

test(`a recording of ${EVENTS} events leaves the page awake, and few rows in it`, async ({ annotate }) => {
  const runs: Awaited<ReturnType<typeof walkThrough>>[] = []
  for (let run = 0; run < RUNS; run++) runs.push(await walkThrough(run))
  const longest = runs.map((run) => run.longest).sort((a, b) => a - b)
  const round = (times: readonly number[]) => times.map(Math.round).join(', ')
  await annotate(
    `longest tasks: ${round(longest)} ms of their thread, ${round(runs.map(({ wall }) => wall))} ms by the wall`,
  )
  expect(Math.max(...runs.map(({ rows }) => rows))).toBeLessThanOrEqual(200)
  expect(longest[Math.floor(RUNS / 2)]).toBeLessThanOrEqual(50)
})
