import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Chromium, startChromium } from '../chromium'
import { openGuardedSite } from './guarded-site'
import { openTab } from './situations'

const EVENTS = 10_000
const RUNS = 5
const ROUNDS = 4

let browser: Chromium
let site: Awaited<ReturnType<typeof openGuardedSite>>
beforeAll(async () => {
  ;[browser, site] = await Promise.all([startChromium(), openGuardedSite()])
})
afterAll(() => Promise.all([browser.close(), site.close()]))

/** Runs in the page by itself: whatever drives a page from outside takes its time too. */
async function walkInPage(events: number) {
  const root = document.querySelector('auth-session-devtools')!.shadowRoot!
  const file = new File([JSON.stringify(scene.longLife(events))], 'long.json')
  const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
  await pause(500)
  const tasks: number[] = []
  const observer = new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration)))
  observer.observe({ type: 'longtask' })
  const dataTransfer = new DataTransfer()
  dataTransfer.items.add(file)
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
  observer.disconnect()
  return { longest: Math.max(0, ...tasks), rows: Math.max(rows, root.querySelectorAll('.row').length) }
}

/** The longest task in ms while a long recording is opened, replayed, scrolled and scrubbed, and the most rows in the page. */
async function walkThrough(run: string) {
  const page = await browser.context.newPage()
  try {
    await page.setViewportSize({ width: 1200, height: 900 })
    await page.goto(`${site.url}/?key=long-${run}`)
    await page.evaluate(() => scene.login())
    await openTab(page, 'Timeline')
    return await page.evaluate(walkInPage, EVENTS)
  } finally {
    await page.close()
  }
}

test(`a recording of ${EVENTS} events leaves the page awake, and few rows in it`, async ({ annotate }) => {
  let medians: number[] = []
  // A task is measured by the wall clock, so that a busy machine makes it long: what counts is the best of a few rounds.
  for (let round = 0; round < ROUNDS && !medians.some((median) => median <= 50); round++) {
    const runs: Awaited<ReturnType<typeof walkThrough>>[] = []
    for (let run = 0; run < RUNS; run++) runs.push(await walkThrough(`${round}-${run}`))
    const longest = runs.map((run) => run.longest).sort((a, b) => a - b)
    await annotate(`longest tasks ${longest.join(', ')} ms; rows ${runs.map(({ rows }) => rows).join(', ')}`)
    expect(Math.max(...runs.map(({ rows }) => rows))).toBeLessThanOrEqual(200)
    medians = [...medians, longest[Math.floor(RUNS / 2)]!]
  }
  expect(Math.min(...medians)).toBeLessThanOrEqual(50)
})
