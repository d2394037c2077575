import type { FrameLocator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { openDemo } from './open-demo'

const FILES = '/api/files/'

/** Every part that its bar shows until the server has the file; a beginning in the middle is another try. */
async function progressOf(app: Page | FrameLocator): Promise<number[]> {
  await app.getByRole('button', { name: 'Upload 24 MB' }).click()
  const bar = app.locator('progress')
  await bar.evaluate((element) => {
    const shown: string[] = []
    element.dataset['shown'] = ''
    new MutationObserver(() => {
      shown.push(String((element as HTMLProgressElement).value))
      element.dataset['shown'] = shown.join(' ')
    }).observe(element, { attributes: true, attributeFilter: ['value'] })
  })
  await app.getByText('The server has it.').waitFor({ timeout: 60_000 })
  return ((await bar.getAttribute('data-shown')) ?? '').split(' ').map(Number)
}

const isRising = (parts: readonly number[]) =>
  parts.every((part, index) => index === 0 || part >= (parts[index - 1] ?? 0))

test('an upload shows how far it is, by the library and by hand', async () => {
  const { open, server } = await openDemo({ lifetime: 300 })
  const page = await open()
  await page.getByRole('button', { name: 'Log in to both' }).click()
  for (const app of [page, page.frameLocator('iframe')]) {
    const parts = await progressOf(app)
    expect([parts.length > 2, isRising(parts), parts.at(-1)]).toEqual([true, true, 1])
  }
  const sent = server.tokens.requests.filter(({ path }) => path === FILES)
  expect(sent.map(({ status }) => status)).toEqual([201, 201])
})

test('an upload that meets a revoked token begins again, and arrives', async () => {
  const { open, server } = await openDemo({ lifetime: 300 })
  const page = await open('/app')
  await page.getByRole('button', { name: 'Log in' }).click()
  await page.getByText('None yet.').waitFor()
  const from = server.tokens.requests.length
  await fetch(`${server.url}/control/revoke-access`, { method: 'POST' })
  const parts = await progressOf(page)
  expect([isRising(parts), parts.at(-1)]).toEqual([false, 1])
  expect(
    server.tokens.requests
      .slice(from)
      .filter(({ path }) => path === FILES)
      .map(({ status }) => status),
  ).toEqual([401, 201])
})
