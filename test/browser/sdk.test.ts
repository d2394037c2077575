import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest'
import type { AuthSession } from 'xstate-auth-session'
import { type OidcServer, openOidcServer } from '../backends/oauth/oidc-server'
import { type Chromium, startChromium } from './chromium'
import { openSite, type Site } from './site'

/** oidc-client-ts on oidc-provider, by the recipe of the documentation. */

declare global {
  interface Window {
    readonly session: AuthSession
    readonly manager: { signinRedirect(): Promise<void> }
  }
}

const PATIENCE = { timeout: 20_000, interval: 50 }

let browser: Chromium
let server: OidcServer
let site: Site

beforeAll(async () => {
  browser = await startChromium()
  server = await openOidcServer()
  const elsewhere = (code: string) =>
    code.replace('https://login.example.com', server.url).replace('https://api.example.com', server.url)
  const plugin = {
    name: 'addresses',
    transform: (code: string, id: string) => (id.endsWith('/recipe.ts') ? elsewhere(code) : null),
  }
  site = await openSite(`${import.meta.dirname}/../backends/oauth/page`, [plugin])
})

afterAll(async () => {
  await browser?.close()
  await site?.close()
  await server?.close()
})

beforeEach(() => server.endLogins())

const statusOf = (page: Page) => page.evaluate(() => window.session?.getSnapshot().status)
const until = (page: Page, status: string) => expect.poll(() => statusOf(page).catch(() => null), PATIENCE).toBe(status)

async function openTab() {
  const page = await browser.context.newPage()
  onTestFinished(() => page.close())
  await page.goto(site.url)
  return page
}

/** A tab of an app whose SDK has logged in by its redirect. */
async function openLoggedIn() {
  const page = await openTab()
  onTestFinished(() => page.evaluate(() => localStorage.clear()))
  await until(page, 'anonymous')
  await page.evaluate(() => void window.manager.signinRedirect())
  await until(page, 'authenticated')
  return page
}

/** What so many requests in the same moment are answered. */
const ask = (page: Page, times: number) =>
  page.evaluate(
    async ([url, count]) => {
      const one = () =>
        window.session.fetch(url).then(
          ({ status }) => status,
          ({ code }) => String(code),
        )
      return [...new Set(await Promise.all(Array.from({ length: count }, one)))]
    },
    [server.resource, times] as const,
  )

test('who comes back from the redirect is logged in, and the session keeps no token', async () => {
  const page = await openLoggedIn()
  expect(await ask(page, 1)).toEqual([200])
  const { user, persistence } = await page.evaluate(() => window.session.getSnapshot())
  expect([user, persistence]).toMatchObject([{ sub: 'ada' }, 'device'])
  const kept = await page.evaluate(async () => {
    const opened = indexedDB.open('xstate-auth-session')
    await new Promise((resolve) => opened.addEventListener('success', resolve))
    const all = opened.result.transaction('entries').objectStore('entries').getAll()
    await new Promise((resolve) => all.addEventListener('success', resolve))
    opened.result.close()
    return JSON.stringify(all.result)
  })
  const token = await page.evaluate(() => window.session.accessToken())
  expect([kept.includes('delegated'), kept.includes(token)]).toEqual([true, false])
})

test('a reload goes on with the token that the SDK has', async () => {
  const page = await openLoggedIn()
  const asked = server.count('/token')
  await page.reload()
  await until(page, 'authenticated')
  expect([await ask(page, 1), server.count('/token') - asked]).toEqual([[200], 0])
})

test('a herd that is refused makes the SDK refresh once', async () => {
  const page = await openLoggedIn()
  expect(await ask(page, 1)).toEqual([200])
  const asked = server.count('/token')
  server.refuseAccessTokens()
  expect([await ask(page, 50), server.count('/token') - asked]).toEqual([[200], 1])
})

test('tabs that are refused in the same moment let their SDKs refresh one after the other', async ({ annotate }) => {
  const tabs = [await openLoggedIn(), await openTab(), await openTab()]
  for (const tab of tabs) await until(tab, 'authenticated')
  let refreshes = 0
  for (let round = 0; round < 5; round++) {
    expect(await Promise.all(tabs.map((tab) => ask(tab, 1)))).toEqual([[200], [200], [200]])
    const asked = server.count('/token')
    server.refuseAccessTokens()
    expect(await Promise.all(tabs.map((tab) => ask(tab, 10)))).toEqual([[200], [200], [200]])
    refreshes += server.count('/token') - asked
  }
  await annotate(`refreshes of three tabs in five rounds: ${refreshes}`)
  // Who had spent a token again would have ended the whole grant.
  expect(server.alive('RefreshToken')).toBe(1)
})

test('a logout in one tab is one in all, at the SDK and at the server', async () => {
  const tabs = [await openLoggedIn(), await openTab()] as const
  await until(tabs[1], 'authenticated')
  await tabs[1].evaluate(() => window.session.logout())
  await until(tabs[0], 'loggedOut')
  expect([server.alive('RefreshToken'), server.alive('AccessToken')]).toEqual([0, 0])
  await tabs[0].reload()
  await until(tabs[0], 'anonymous')
})

test('a login that has ended at the server ends the session', async () => {
  const page = await openLoggedIn()
  server.endLogins()
  expect(await ask(page, 3)).toEqual(['session_expired'])
  expect(await page.evaluate(() => window.session.getSnapshot().endReason)).toBe('rejected')
})
