import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import type { AuthSession } from 'xstate-auth-session'
import { createWorld, NOTHING } from '../ui/world'
import { type Chromium, startChromium } from './chromium'
import { shown } from './screen/shown'
import { openSite, type Site } from './site'
import type {} from './ui/alive/alive-page'
import { openRenderer, type Render, renderedPages } from './ui/rendered-pages'
import { shownHtml } from './ui/shown-html'
import { sources } from './ui/sources'

let browser: Chromium

beforeAll(async () => {
  browser = await startChromium()
})

afterAll(() => browser?.close())

describe.each(renderedPages)('a server that renders $name', (row) => {
  let renderer: Awaited<ReturnType<typeof openRenderer>>
  let render: Render
  let site: Site

  beforeAll(async () => {
    // First: a plugin that has served a page once compiles for the reloading of its parts.
    site = await openSite(row.folder, [sources, await row.plugins()])
    renderer = await openRenderer(row)
    render = renderer.render
  })

  afterAll(async () => {
    await renderer?.close()
    await site?.close()
  })

  /** The page as the server sends it, with a session of its own. */
  async function openPage() {
    const page = await browser.context.newPage()
    onTestFinished(() => page.close())
    const complaints: string[] = []
    page.on('pageerror', ({ message }) => void complaints.push(message))
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
    })
    const { head, body } = await render(createWorld().session)
    await page.route(`${site.url}/`, async (route) => {
      const html = await (await fetch(site.url)).text()
      await route.fulfill({
        contentType: 'text/html',
        body: html.replace('<!--head-->', () => head).replace('<!--body-->', () => body),
      })
    })
    await page.goto(site.url)
    return { page, complaints, main: (wanted: string) => page.evaluate(shownHtml, { wanted, patience: 0 }) }
  }

  test('begins no session, and sends what each shows before it has begun', async () => {
    const { session, server, held } = createWorld()
    const { body } = await render(session)
    expect(body).toMatch(/<progress/)
    expect(body).not.toMatch(/<button/)
    expect([server.requests, held(), session.actor.getSnapshot().status]).toEqual([[], NOTHING, 'active'])
  })

  test('gives each of two requests at once its own session', async () => {
    const seenBy = async (session: AuthSession) => {
      const seen: AuthSession[] = []
      await render(session, (one) => void seen.push(one))
      return seen.map((one) => one === session)
    }
    expect(await Promise.all([createWorld(), createWorld()].map(({ session }) => seenBy(session)))).toEqual([
      [true, true],
      [true, true],
    ])
  })

  test.each([
    ['comes alive before its session is restored', false],
    ['comes alive after its session was restored', true],
  ])('sends a page that %s: nothing flashes, nothing mismatches', async (_, isRestored) => {
    const { page, complaints, main } = await openPage()
    expect(await main(shown.restoring)).toBe(shown.restoring)
    const texts = await page.evaluate((restored) => window.alive.comeAlive(restored), isRestored)
    await expect.poll(() => main(shown.authenticated), { timeout: 30_000 }).toBe(shown.authenticated)
    expect(texts.filter((text) => text.includes('Log in'))).toEqual([])
    expect(complaints).toEqual([])
  })
})
