import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SessionStatus } from 'xstate-auth-session'
import { sessionPaths } from 'xstate-auth-session/testing'
import { type Chromium, startChromium } from './chromium'
import { openSite, type Site } from './site'

const shown: Readonly<Record<SessionStatus, string>> = {
  restoring: '<progress></progress>',
  anonymous: '<button>Log in</button>',
  authenticated: '<h1>Your notes</h1><button>Log out</button>',
  refreshing: '<h1>Your notes</h1><button>Log out</button>',
  queuedRetry: '<h1>Your notes</h1><p>Connecting…</p><button>Log out</button>',
  expired: '<p>Your session has ended.</p><button>Log in</button>',
  loggedOut: '<button>Log in</button>',
}

let browser: Chromium
let site: Site
let page: Page

beforeAll(async () => {
  browser = await startChromium()
  site = await openSite(join(import.meta.dirname, 'screen'))
  page = await browser.context.newPage()
})

afterAll(async () => {
  await browser?.close()
  await site?.close()
})

for (const path of sessionPaths()) {
  test(`a screen follows: ${path.name}`, async () => {
    await page.goto(site.url)
    await path.walk(
      (act) => page.evaluate((name) => window.stage.acts[name](), act),
      async (status) => expect(await page.locator('main').innerHTML()).toBe(shown[status]),
    )
  })
}
