import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { openDemo } from './open-demo'

const REPORTS = '/api/reports/'
const title = 'The printer on the second floor prints everything twice'

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
const step = (page: Page) => page.locator('[aria-current=step] h3').textContent()
const titles = (page: Page) => [
  page.getByLabel('Title').inputValue(),
  page.frameLocator('iframe').getByLabel('Title').inputValue(),
]

/** Both are logged in and have the report in their form. */
async function begin() {
  const demo = await openDemo({ lifetime: 300 })
  const page = await demo.open()
  await page.getByText('Not logged in').waitFor()
  expect(await step(page)).toBe('1Log in')
  await press(page, 'Log in to both, and write')
  await page.locator('[aria-current=step]', { hasText: 'Break it' }).waitFor()
  expect(await Promise.all(titles(page))).toEqual([title, title])
  const from = demo.server.tokens.requests.length
  const saves = () =>
    demo.server.tokens.requests
      .slice(from)
      .filter(({ method, path }) => method === 'POST' && path === REPORTS)
      .map(({ status }) => status)
  return { ...demo, page, byHand: page.frameLocator('iframe'), saves }
}

test('in three steps the form is lost by hand, and kept here and sent once', async () => {
  const { page, byHand, saves, complaints } = await begin()
  await press(page, 'Break both')
  await page.locator('[aria-current=step]', { hasText: 'Save' }).waitFor()
  await press(page, 'Save both')

  await page.getByText('By hand — Lost: the page went back to its login, and 6 fields with it.').waitFor()
  await page.getByText('With the library — Kept: all 6 fields are still here.').waitFor()
  expect(await page.getByLabel('Title').inputValue()).toBe(title)
  expect(await byHand.getByLabel('Title').count()).toBe(0)
  expect(saves()).toEqual([401, 401])

  expect(await page.locator('.ended').innerText()).toMatch(
    /^Why did it end\? The server has ended this login\.\s+What the session’s recording says: The server refused the refresh token at \d\d:\d\d:\d\d; /,
  )
  await press(page, 'Log in and send')
  await page.getByText('Saved: the server has carried it out once, for ada.').waitFor()
  await page.locator('.reports', { hasText: title }).first().waitFor()
  await byHand.getByRole('button', { name: 'Log in' }).click()
  await byHand.getByText('New report').waitFor()
  expect(await Promise.all(titles(page))).toEqual(['', ''])
  expect(saves()).toEqual([401, 401, 201])
  expect(complaints).toEqual([])
})

test('a busy server throws the user out by hand, and lets them wait here', async () => {
  const { page, byHand, saves } = await begin()
  await page.getByRole('button', { name: 'Busy server' }).click()
  await page.locator('button[aria-pressed=true]', { hasText: 'Busy server' }).waitFor()
  await press(page, 'Revoke the token')
  await press(page, 'Save both')
  await byHand.getByRole('button', { name: 'Log in' }).waitFor()
  await page.locator('.app [data-status=queuedRetry]').waitFor()
  await page.getByRole('button', { name: 'Busy server' }).click()
  await page.getByText('Saved: the server has carried it out once, for ada.').waitFor()
  expect(saves()).toEqual([401, 401, 201])
})

test('who does not want to log in again keeps what they wrote', async () => {
  const { page, saves } = await begin()
  await press(page, 'End the logins')
  await press(page, 'Save')
  await press(page, 'Not now')
  await page.getByText('Not logged in').waitFor()
  await press(page, 'Log in')
  expect(await page.getByLabel('Title').inputValue()).toBe(title)
  await press(page, 'Save')
  await page.getByText('Saved: the server has carried it out once, for ada.').waitFor()
  expect(saves()).toEqual([401, 201])
})
