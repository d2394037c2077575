import { expect, test } from 'vitest'
import { openDemo } from './open-demo'

test('two tabs side by side share the login, each renewal, and the logout', async () => {
  const { open, server, complaints } = await openDemo({ lifetime: 300 })
  const page = await open('/tabs')
  const first = page.frameLocator('iframe[title="First tab"]')
  const second = page.frameLocator('iframe[title="Second tab"]')
  await second.getByText('Not logged in').waitFor()
  await first.getByRole('button', { name: 'Log in' }).click()
  for (const tab of [first, second]) await tab.locator('.app [data-status=authenticated]').waitFor()

  const before = server.tokens.count({ path: '/api/token/refresh/' })
  await page.getByRole('button', { name: 'Revoke the token' }).click()
  for (const tab of [first, second]) await tab.getByLabel('Title').fill('Both at once')
  await Promise.all([first, second].map((tab) => tab.getByRole('button', { name: 'Save' }).click()))
  for (const tab of [first, second])
    await tab.getByText('Saved: the server has carried it out once, for ada.').waitFor()
  expect(server.tokens.count({ path: '/api/token/refresh/' }) - before).toBe(1)
  await page.getByText(/Renewals that the server has granted: [1-9]/).waitFor()

  await second.getByRole('button', { name: 'Become Grace' }).click()
  await first.getByText('Grace Hopper', { exact: true }).first().waitFor()
  await first.getByRole('button', { name: 'Log out' }).click()
  for (const tab of [first, second]) await tab.locator('.app [data-status=loggedOut]').waitFor()
  expect(await second.locator('.ended').innerText()).toMatch(/Why did it end\? Somebody has logged out\./)
  expect(complaints).toEqual([])
})
