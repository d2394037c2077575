import type { Page } from 'playwright-core'
import type { Scene } from './page/page'

declare global {
  var scene: Scene
  var unmount: () => void
}

/** The panel's tab of that name. */
export const openTab = (page: Page, name: string) => page.getByRole('tab', { name, exact: true }).click()

/** Resolves when the header says that. */
export async function shows(page: Page, status: string): Promise<void> {
  await page.locator('.badge', { hasText: status }).waitFor()
}

/** The situations in which the panel is looked at: how the session comes there, and which tab shows it. */
export const situations: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  async anonymous(page) {
    await page.evaluate(() => scene.session.start())
    await shows(page, 'anonymous')
  },
  async authenticated(page) {
    await page.evaluate(() => scene.login())
    await shows(page, 'authenticated')
    await openTab(page, 'Time')
  },
  async refreshing(page) {
    await page.evaluate(async () => {
      await scene.login()
      scene.levers?.setRenewals('unreachable')
      const { renewAt } = scene.session.actor.getSnapshot().context.token
      scene.levers?.sleep((renewAt ?? 0) - Date.now() + 1)
    })
    await shows(page, 'refreshing')
  },
  async queuedRetry(page) {
    await page.evaluate(async () => {
      await scene.login()
      scene.levers?.setRenewals('unreachable')
      scene.levers?.lapse()
      for (const path of ['/api/notes/', '/api/people/', '/api/uploads/']) scene.ask(path)
    })
    await shows(page, 'queuedRetry')
    await openTab(page, 'Requests')
  },
  async expired(page) {
    await page.evaluate(async () => {
      await scene.login()
      scene.levers?.setRenewals('rejected')
      scene.levers?.lapse()
      scene.ask('/api/notes/', true)
      scene.ask('/api/drafts/', true)
      scene.ask('/api/people/')
    })
    await shows(page, 'expired')
    await openTab(page, 'Requests')
  },
  async loggedOut(page) {
    await page.evaluate(async () => {
      await scene.login()
      await scene.session.logout()
    })
    await shows(page, 'loggedOut')
    await openTab(page, 'Levers')
  },
  async 'scrubbed back'(page) {
    await page.evaluate(async () => {
      await scene.login()
      scene.levers?.setRenewals('rejected')
      scene.levers?.lapse()
    })
    await shows(page, 'expired')
    await openTab(page, 'Timeline')
    await page.getByRole('listbox').press('Home')
    for (const _ of [1, 2]) await page.getByRole('listbox').press('ArrowDown')
    await shows(page, 'anonymous')
  },
  async 'dropped recording'(page) {
    await page.evaluate(async () => {
      await scene.login()
      scene.levers?.setRenewals('rejected')
      scene.levers?.lapse()
    })
    await shows(page, 'expired')
    const text = await page.evaluate(() => JSON.stringify(scene.session.timeline()))
    await openTab(page, 'Timeline')
    await page.setInputFiles('input[type=file]', {
      name: 'report.json',
      mimeType: 'application/json',
      buffer: Buffer.from(text),
    })
    await page.locator('.sentence', { hasText: 'refused the' }).waitFor()
  },
}
