import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import type { AuthSession } from 'xstate-auth-session'
import type { SessionActs } from 'xstate-auth-session/testing'
import { users } from '../../../docs/demo/users'
import { type HeldRenewals, holdRenewals } from './held-renewals'
import { type HeldStore, holdableStore } from './held-store'
import type { OpenDemo } from './open-demo'
import type { SimulatedDay } from './simulated-day'

declare global {
  interface Window {
    readonly session: AuthSession
  }
}

/** The life of the demo's access tokens in seconds. */
export const LIFETIME = 300

/** Somebody who uses the demo by its buttons alone, in one tab and, where it needs be, in another. */
export interface Walker {
  readonly acts: SessionActs
  /** The tab in front. */
  readonly page: Page
}

export async function createWalker({ context, server, open }: OpenDemo, day: SimulatedDay): Promise<Walker> {
  await day.rule(context)
  const renewals: HeldRenewals = await holdRenewals(context)
  const store: HeldStore = await holdableStore(context, `${server.url}/control/state`)
  const page = await context.newPage()
  const press = (name: string, where: Page = page) => where.getByRole('button', { name, exact: true }).click()

  const until = (moment: 'renewAt' | 'expiresAt') =>
    page.evaluate(
      (name) => Math.ceil((window.session.actor.getSnapshot().context.token[name] ?? 0) - Date.now()),
      moment,
    )
  const enter = async (where: Page, { name }: (typeof users)[number]) => {
    const become = where.getByRole('button', { name: `Become ${name.split(' ', 1)[0]}` })
    const submit = where.locator('form.login button[type=submit]')
    await become.or(submit).first().waitFor()
    if (await become.isVisible()) return become.click()
    await where.getByLabel(name).check()
    await submit.click()
  }
  const load = async () => {
    await store.hold()
    await page.goto(server.url)
    await press('Look inside')
  }
  const elsewhere = async (act: (where: Page) => Promise<void>) => {
    const other = await open('/app')
    await act(other)
    return other
  }
  const [ada, grace] = users

  const acts: SessionActs = {
    open: load,
    restore: async () => {
      await store.release()
      await page.waitForFunction(() => window.session?.actor.getSnapshot().value !== 'restoring')
    },
    logIn: () => enter(page, ada),
    logInAsAnother: () => enter(page, grace),
    logOut: () => press('Log out'),
    acknowledge: () => press('Not now'),
    tokenDue: async () => day.pass(context, await until('renewAt')),
    tokenEnd: async () => day.pass(context, await until('expiresAt')),
    tokenRefused: async () => {
      await press('Revoke the token')
      await page.getByLabel('Title').fill('Printer')
      await press('Save')
    },
    renewalGranted: async () => expect(await renewals.pass()).toBe(200),
    renewalFailed: async () => {
      await page.getByRole('button', { name: 'Busy server' }).click()
      await page.locator('[aria-pressed=true]', { hasText: 'Busy server' }).waitFor()
      expect(await renewals.pass()).toBe(503)
    },
    renewalRefused: async () => {
      const ended = page.waitForResponse('**/control/revoke-families')
      await press('End the logins')
      await ended
      expect(await renewals.pass()).toBe(401)
    },
    sleep: () => day.sleep(context, LIFETIME * 1_000),
    reload: async () => {
      await store.hold()
      await page.reload()
      await press('Look inside')
    },
    returnLate: async () => {
      await page.goto('about:blank')
      await day.sleep(context, LIFETIME * 1_000)
      await load()
    },
    logInElsewhere: async () => void (await elsewhere((other) => enter(other, grace))),
    logOutElsewhere: async () => void (await elsewhere((other) => press('Log out', other))),
  }
  return { acts, page }
}
