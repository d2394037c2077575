import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { type Chromium, startChromium } from '../chromium'
import { openGuardedSite } from './guarded-site'
import { openTab, shows } from './situations'

let browser: Chromium
let site: Awaited<ReturnType<typeof openGuardedSite>>
beforeAll(async () => {
  ;[browser, site] = await Promise.all([startChromium(), openGuardedSite()])
})
afterAll(() => Promise.all([browser.close(), site.close()]))

/** A page whose user is logged in, with the panel open at that tab. */
async function openPanel(tab: string): Promise<Page> {
  const page = await browser.context.newPage()
  onTestFinished(() => page.close())
  await page.setViewportSize({ width: 1200, height: 900 })
  await page.goto(`${site.url}/?key=controls-${tab}-${Math.random()}`)
  await page.evaluate(() => scene.login())
  await shows(page, 'authenticated')
  await openTab(page, tab)
  return page
}

const rows = (page: Page) =>
  page.locator('.row').evaluateAll((all) => all.map((row) => (row.getAttribute('title') ?? '').slice(13)))

const recorded = (page: Page) => page.evaluate(() => JSON.stringify(scene.session.timeline()))

test('what is copied and what is saved is the recording', async () => {
  const page = await openPanel('Timeline')
  await browser.context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.getByRole('button', { name: 'Copy' }).click()
  await page.getByText('The recording is in the clipboard.').waitFor()
  const recording = JSON.parse(await recorded(page))
  expect(JSON.parse(await page.evaluate(() => navigator.clipboard.readText()))).toEqual(recording)

  const folder = await mkdtemp(join(tmpdir(), 'xstate-auth-session-saved-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const driver = await browser.context.browser()!.newBrowserCDPSession()
  await driver.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: folder })
  await page.getByRole('button', { name: 'Download' }).click()
  const file = join(folder, 'auth-session-recording.json')
  await expect.poll(() => existsSync(file), { timeout: 30_000 }).toBe(true)
  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(recording)
})

test('a paused timeline stays as it is, while the session goes on', async () => {
  const page = await openPanel('Timeline')
  const pause = page.getByRole('button', { name: 'Pause' })
  await pause.click()
  const before = await rows(page)
  await page.evaluate(() => scene.session.logout())
  expect(await page.evaluate(() => scene.session.getSnapshot().status)).toBe('loggedOut')
  expect(await pause.getAttribute('aria-pressed')).toBe('true')
  expect(await rows(page)).toEqual(before)
  await pause.click()
  await shows(page, 'loggedOut')
  expect((await rows(page)).length).toBeGreaterThan(before.length)
})

test('the timeline is filtered by machine and by words', async () => {
  const page = await openPanel('Timeline')
  await page.evaluate(() => scene.levers?.lapse())
  await shows(page, 'authenticated')
  const all = await rows(page)
  await page.getByLabel('Which machine').selectOption('renewal')
  const renewal = all.filter((row) => row.startsWith('renewal'))
  expect(renewal.length).toBeGreaterThan(0)
  await expect.poll(() => rows(page)).toEqual(renewal)
  await page.getByLabel('Which machine').selectOption('')
  await page.getByLabel('Search events').fill('LOGGEDIN')
  await expect.poll(() => rows(page)).toEqual(all.filter((row) => /loggedin/i.test(row)))
})

test('the panel grows by keys and by dragging, and is docked at the side', async () => {
  const page = await openPanel('Chart')
  const handle = page.getByRole('separator')
  const panel = page.locator('auth-session-devtools .panel')
  const share = async () => {
    const box = (await panel.boundingBox())!
    return { width: Math.round((box.width / 1200) * 100), height: Math.round((box.height / 900) * 100) }
  }
  expect(await share()).toEqual({ width: 100, height: 50 })
  await handle.press('ArrowUp')
  expect(await share()).toEqual({ width: 100, height: 55 })
  await handle.press('ArrowDown')

  const grip = (await handle.boundingBox())!
  await page.mouse.move(grip.x + grip.width / 2, grip.y + grip.height / 2)
  await page.mouse.down()
  await page.mouse.move(600, 270)
  await page.mouse.up()
  expect(await handle.getAttribute('aria-valuenow')).toBe('70')
  expect(await share()).toEqual({ width: 100, height: 70 })

  await page.getByRole('button', { name: 'Dock at the side' }).click()
  expect(await share()).toEqual({ width: 70, height: 100 })
  expect(await handle.getAttribute('aria-orientation')).toBe('vertical')
  await page.getByRole('button', { name: 'Dock at the bottom' }).click()
  expect(await share()).toEqual({ width: 100, height: 70 })
})

test('a state that is pointed at, or reached by keys, says what it is', async () => {
  const page = await openPanel('Chart')
  const hint = page.locator('.about')
  const state = (name: string) => page.locator(`[aria-label^="${name}"]`).first()
  await state('authenticated, active').hover()
  expect(await hint.textContent()).toBe('authenticated: The access token is good and the renewal timer is armed.')
  await state('authenticated, active').focus()
  await page.keyboard.press('ArrowLeft')
  expect(await hint.textContent()).toBe('anonymous: Nobody is logged in; requests leave without a token.')
})
