import { expect, test } from 'vitest'
import type { Conditions, ControlState } from '../../backends/embedded'
import { openDemo } from './open-demo'

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
