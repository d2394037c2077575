import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { expectNoSecrets } from 'xstate-auth-session/testing'
import { pathOf, readReceived } from '../inspect/received'
import { type Chromium, startChromium } from './chromium'
import { openSite, type Site } from './site'

let browser: Chromium
let app: Site
let viewer: Site
let stranger: Site
let page: Page

beforeAll(async () => {
  browser = await startChromium()
  app = await openSite(join(import.meta.dirname, 'inspect/app'))
  viewer = await openSite(join(import.meta.dirname, 'inspect/viewer'))
  stranger = await openSite(join(import.meta.dirname, 'inspect/viewer'))
})

afterAll(async () => {
  await browser?.close()
  for (const site of [app, viewer, stranger]) await site?.close()
})

beforeEach(async () => {
  page = await browser.context.newPage()
  await page.goto(app.url)
  await page.evaluate(
    ([own = '', other = '']) => {
      window.app = window.openApp(own, other)
    },
    [viewer.url, stranger.url],
  )
})

afterEach(() => page.close())

const frame = (name: string) => {
  const found = page.frame({ name })
  if (!found) throw new Error(`there is no frame '${name}'`)
  return found
}
const received = () => frame('viewer').evaluate(() => window.received)
const heard = (name: string) => frame(name).evaluate(() => window.heard.map(({ type }) => type))
const live = () => page.evaluate(() => window.app.live())
/** The frames have loaded, and said that they are there. */
const connected = () =>
  vi.waitFor(async () => {
    expect((await received()).length).toBeGreaterThan(0)
    expect(await heard('stranger')).toEqual([])
  }, 60_000)
const ended = () =>
  vi.waitFor(
    async () =>
      expect(
        readReceived(await received())
          .of('session')
          .at(-1)?.to,
      ).toBe(LAST),
    60_000,
  )

const LAST = 'loggedOut.settled'

test('an inspector in a frame receives a life, and no secret', async () => {
  await live()
  await ended()
  const { recording, tokens } = await page.evaluate(() => window.app.told())
  const { of, actors } = readReceived(await received())
  for (const machine of ['session', 'renewal']) {
    const recorded = recording.events.filter((one) => one.machine === machine)
    expect(of(machine).map(({ event, to }) => [event, to])).toEqual(
      recorded.map(({ event, value }) => [event.type, pathOf(value)]),
    )
  }
  expect(actors.filter(({ name }) => name === 'renewal').map(({ parent }) => parent)).toEqual(Array(3).fill('session'))
  expect(await heard('stranger')).toEqual([])
  expectNoSecrets([await received(), recording], tokens)
})

test('the word of a stranger that it is there changes nothing', async () => {
  await live()
  await ended()
  await frame('stranger').evaluate(() => parent.postMessage({ type: '@statelyai.connected' }, '*'))
  await page.evaluate(() => window.app.login())
  await vi.waitFor(async () => {
    expect(
      readReceived(await received())
        .of('session')
        .at(-1)?.to,
    ).toBe('authenticated')
  }, 60_000)
  const began = readReceived(await received()).actors.filter(({ name }) => name === 'session')
  expect([began.length, await heard('stranger')]).toEqual([1, []])
})

test('one that comes back is shown all from the beginning', async () => {
  await live()
  await ended()
  const all = await received()
  await page.evaluate((url) => window.app.leave(`${url}/?again`), viewer.url)
  await vi.waitFor(async () => expect(frame('viewer').url()).toContain('again'), 60_000)
  await ended()
  expect(await received()).toEqual(all)
})

test('a frame that has gone elsewhere receives nothing', async () => {
  await live()
  await ended()
  await page.evaluate((url) => window.app.leave(url), stranger.url)
  await vi.waitFor(async () => expect(frame('viewer').url()).toContain(stranger.url), 60_000)
  await page.evaluate(() => window.app.login())
  await page.evaluate(() => window.app.logout())
  expect(await heard('viewer')).toEqual([])
  await page.evaluate((url) => window.app.leave(url), viewer.url)
  await vi.waitFor(async () => expect(frame('viewer').url()).toContain(viewer.url), 60_000)
  await ended()
  expect(await heard('stranger')).toEqual([])
})

test('once it is stopped the frame hears that, and nothing more', async () => {
  await connected()
  await page.evaluate(() => window.app.stop())
  await vi.waitFor(async () => expect((await heard('viewer')).at(-1)).toBe('@statelyai.disconnected'), 60_000)
  const before = await heard('viewer')
  await live()
  await page.evaluate((url) => window.app.leave(`${url}/?again`), viewer.url)
  await vi.waitFor(async () => expect(frame('viewer').url()).toContain('again'), 60_000)
  expect([before.at(-1), await heard('viewer')]).toEqual(['@statelyai.disconnected', []])
})
