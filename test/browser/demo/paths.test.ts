import type { Page } from 'playwright-core'
import { afterAll, expect, test } from 'vitest'
import type { SessionStatus } from 'xstate-auth-session'
import { sessionPaths } from 'xstate-auth-session/testing'
import { statuses } from '../../../docs/demo/page/app/wording'
import { openDemo } from './open-demo'
import { createSimulatedDay } from './simulated-day'
import { createWalker, LIFETIME } from './walker'

const day = createSimulatedDay()
const walked: string[] = []
const paths = sessionPaths()
afterAll(() => console.log(`${paths.length} paths, ${walked.length} steps walked by buttons`))

test.each(paths.map((path) => [path.name, path] as const))('%s: the demo shows each step', async (_, path) => {
  const demo = await openDemo({ lifetime: LIFETIME, now: day.now })
  const { acts, page } = await createWalker(demo, day)
  await path.walk(acts, async (status, { act }) => {
    await shows(page, status)
    walked.push(`${act} ${status}`)
  })
  expect(demo.complaints).toEqual([])
})

/** The words on the page, and what the session's own actor says. */
async function shows(page: Page, status: SessionStatus): Promise<void> {
  await page.locator(`.app [data-status=${status}]`).waitFor()
  expect(await page.locator('.app [data-status]').textContent()).toBe(statuses[status].means)
  expect(await page.evaluate((name) => window.session.actor.getSnapshot().hasTag(name), status)).toBe(true)
}
