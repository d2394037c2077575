import type { Page } from 'playwright-core'
import { afterAll, expect, test, vi } from 'vitest'
import type { SessionStatus } from 'xstate-auth-session'
import { sessionPaths } from 'xstate-auth-session/testing'
import { statuses } from '../../../docs/demo/page/app/wording'
import { openDemo } from './open-demo'
import { saidByActor, shownByPanel } from './panel-view'
import { createSimulatedDay } from './simulated-day'
import { createWalker, LIFETIME } from './walker'

const day = createSimulatedDay()
const PATIENCE = { timeout: 20_000, interval: 50 }
const walked: string[] = []
const paths = sessionPaths()
afterAll(() =>
  console.log(`${paths.length} paths, ${walked.length} steps walked by buttons, the panel compared after each`),
)

test.each(paths.map((path) => [path.name, path] as const))(
  '%s: the app and its panel show each step',
  async (_, path) => {
    const demo = await openDemo({ lifetime: LIFETIME, now: day.now }, { viewport: { width: 1440, height: 1600 } })
    const { acts, page } = await createWalker(demo, day)
    await path.walk(acts, async (status, { act }) => {
      await shows(page, status)
      await vi.waitFor(async () => {
        // A frame is drawn when time passes.
        await day.pass(demo.context, 20)
        expect(await shownByPanel(page)).toEqual(await saidByActor(page))
      }, PATIENCE)
      walked.push(`${act} ${status}`)
    })
    expect(demo.complaints).toEqual([])
  },
)

/** The words on the page, and what the session's own actor says. */
async function shows(page: Page, status: SessionStatus): Promise<void> {
  await page.locator(`.app [data-status=${status}]`).waitFor()
  expect(await page.locator('.app [data-status]').textContent()).toBe(statuses[status].means)
  expect(await page.evaluate((name) => window.session.actor.getSnapshot().hasTag(name), status)).toBe(true)
}
