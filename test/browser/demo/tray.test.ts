import { expect, test } from 'vitest'
import type { Conditions, ControlState } from '../../backends/embedded'
import { openDemo } from './open-demo'
import type {} from './walker'

const switches = [
  ['Short tokens', { accessLifetime: 4 }],
  ['Busy server', { busy: true }],
  ['Flaky network', { lossy: true }],
  ['Slow server', { delayMs: 3_000 }],
  ['Wrong clock', { skewMs: 600_000 }],
] as const satisfies readonly (readonly [string, Partial<Conditions>])[]

async function openTray() {
  const { open, server } = await openDemo({ lifetime: 300 })
  const page = await open()
  const state = async (): Promise<ControlState> => (await fetch(`${server.url}/control/state`)).json()
  const flip = async (name: string, to: 'on' | 'off') => {
    await page.getByRole('button', { name }).click()
    await page.locator(`.tray [aria-pressed=${to === 'on'}]`, { hasText: name }).waitFor()
  }
  return { page, server, state, flip }
}

test.each(switches)('%s is switched on and off, and mended', async (name, conditions) => {
  const { page, state, flip } = await openTray()
  const { usual } = await state()
  await flip(name, 'on')
  expect((await state()).conditions).toEqual({ ...usual, ...conditions })
  await flip(name, 'off')
  expect((await state()).conditions).toEqual(usual)
  await flip(name, 'on')
  await page.getByRole('button', { name: 'Mend everything' }).click()
  await page.locator('.tray [aria-pressed=false]', { hasText: name }).waitFor()
  expect((await state()).conditions).toEqual(usual)
})

test('strict rotation is on until it is switched off', async () => {
  const { page, state, flip } = await openTray()
  await page.locator('.tray [aria-pressed=true]', { hasText: 'Strict rotation' }).waitFor()
  await flip('Strict rotation', 'off')
  expect((await state()).conditions.strict).toBe(false)
})

test('the network goes, and is back for who reloads the page', async () => {
  const { page, state, flip } = await openTray()
  await flip('No network', 'on')
  expect((await state()).up).toBe(false)
  await page.reload()
  await page.locator('.tray [aria-pressed=false]', { hasText: 'No network' }).waitFor()
  expect((await state()).up).toBe(true)
})

test('what is lost with the network waits, and is saved when it is back', async () => {
  const { page, flip } = await openTray()
  await page.getByRole('button', { name: 'Log in to both' }).click()
  await page.locator('.app [data-status=authenticated]').waitFor()
  await page.getByRole('button', { name: 'Revoke the token' }).click()
  await flip('Busy server', 'on')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.locator('.app [data-status=queuedRetry]').waitFor()
  await flip('No network', 'on')
  await flip('Busy server', 'off')
  await flip('No network', 'off')
  await page.getByText('Saved: the server has carried it out once, for ada.').waitFor()
})

test('a wrong clock costs one renewal, and the token is good for as long as before', async () => {
  const { page, server, flip } = await openTray()
  await page.getByRole('button', { name: 'Log in to both' }).click()
  await page.locator('.app .reports :is(li, p)').first().waitFor()
  const own = ({ path, status }: { path: string; status: number | null }) =>
    path === '/api/token/refresh/' && status === 200
  const from = server.tokens.requests.length
  await flip('Wrong clock', 'on')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText('Saved: the server has carried it out once, for ada.').waitFor()
  await page.locator('.app [data-status=authenticated]').waitFor()
  expect(server.tokens.requests.slice(from).filter(own)).toHaveLength(1)
  const left = await page.evaluate(() => (window.session.getSnapshot().expiresAt ?? 0) - Date.now())
  expect(left).toBeGreaterThan(240_000)
  expect(left).toBeLessThan(302_000)
})

test('over a flaky network the session goes on, and what is lost can be saved again', async () => {
  const { page, flip } = await openTray()
  await page.getByRole('button', { name: 'Log in to both' }).click()
  await page.locator('.app .reports :is(li, p)').first().waitFor()
  await page.getByRole('button', { name: 'Revoke the token' }).click()
  await flip('Flaky network', 'on')
  const saved = page.getByText(/^Saved: the server has carried it out/)
  const lost = page.getByText('No answer came, so nobody knows whether it was saved. What you wrote is still here.')
  let tries = 0
  do {
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.locator('.outcome', { hasText: 'It is being saved.' }).waitFor({ state: 'detached' })
    await saved.or(lost).waitFor()
    tries += 1
  } while (tries < 8 && !(await saved.isVisible()))
  expect(await saved.isVisible()).toBe(true)
  const visited = await page.evaluate(() => window.session.timeline().events.map(({ value }) => value))
  expect(visited).not.toContain('expired')
})
