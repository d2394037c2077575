import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { openDemo } from './open-demo'
import { violationsIn } from './violations'

const schemes = ['light', 'dark'] as const
const widths = [360, 768, 1440]

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()

/** Situations of the start page, each on top of the one before. */
const situations: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
  'at first': (page) => page.getByText('Not logged in').waitFor(),
  'with both forms filled in': async (page) => {
    await press(page, 'Log in to both, and write')
    await page.locator('[aria-current=step]', { hasText: 'Break it' }).waitFor()
  },
  'with one form lost': async (page) => {
    await press(page, 'Break both')
    await page.locator('[aria-current=step]', { hasText: 'Save' }).waitFor()
    await press(page, 'Save both')
    await page.getByText('By hand — Lost').waitFor()
    await page.getByText('With the library — Kept').waitFor()
  },
  'with all switches on': async (page) => {
    const off = page.locator('.tray [aria-pressed=false]')
    // Lost requests would break the page that is looked at.
    for (const name of ['Short tokens', 'Busy server', 'Slow server', 'Wrong clock'])
      await page.getByRole('button', { name }).click()
    await off.filter({ hasText: 'Wrong clock' }).waitFor({ state: 'detached' })
  },
  'with the panel open': (page) => press(page, 'Look inside'),
}

const wide = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth)

describe.each(schemes)('in %s', (colorScheme) => {
  test.each(widths)('axe finds nothing in the walk at %d px, and nothing is wider than the page', async (width) => {
    const { open } = await openDemo({ lifetime: 300 }, { colorScheme, viewport: { width, height: 900 } })
    const page = await open()
    for (const [name, reach] of Object.entries(situations)) {
      await reach(page)
      expect([name, await violationsIn(page)]).toEqual([name, []])
      expect([name, await wide(page)]).toEqual([name, width])
    }
  })

  test('axe finds nothing in two tabs, and in the app alone', async () => {
    const { open } = await openDemo({ lifetime: 300 }, { colorScheme })
    const app = await open('/app')
    await press(app, 'Log in')
    await app.getByText('None yet.').waitFor()
    expect(await violationsIn(app)).toEqual([])
    const tabs = await open('/tabs')
    for (const title of ['First tab', 'Second tab'])
      await tabs.frameLocator(`iframe[title="${title}"]`).getByText('New report').waitFor()
    expect(await violationsIn(tabs)).toEqual([])
  })
})

test('the walk is done by keys alone', async () => {
  const { open } = await openDemo({ lifetime: 300 })
  const page = await open()
  await page.getByText('Not logged in').waitFor()
  const reach = async (name: string) => {
    const target = page.getByRole('button', { name, exact: true })
    for (let tabs = 0; tabs < 40; tabs++) {
      if (await target.evaluate((element) => element === document.activeElement)) break
      await page.keyboard.press('Tab')
    }
    await page.keyboard.press('Enter')
  }
  await reach('Log in to both, and write')
  await page.locator('[aria-current=step]', { hasText: 'Break it' }).waitFor()
  await reach('Break both')
  await page.locator('[aria-current=step]', { hasText: 'Save' }).waitFor()
  await reach('Save both')
  // The dialog takes the focus to where one goes on.
  const again = page.getByRole('button', { name: 'Log in and send' })
  await again.waitFor()
  expect(await again.evaluate((element) => element === document.activeElement)).toBe(true)
  await page.keyboard.press('Enter')
  await page.getByText('Saved: the server has carried it out once, for ada.').waitFor()
})
