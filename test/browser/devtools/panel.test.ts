import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { type Chromium, startChromium } from '../chromium'
import { openGuardedSite } from './guarded-site'
import { openTab, shows } from './situations'

const TABS = ['Chart', 'Time', 'Requests', 'Siblings', 'Timeline', 'Levers']

let browser: Chromium
let site: Awaited<ReturnType<typeof openGuardedSite>>
beforeAll(async () => {
  ;[browser, site] = await Promise.all([startChromium(), openGuardedSite()])
})
afterAll(() => Promise.all([browser.close(), site.close()]))

let pages = 0

async function openPage(query = ''): Promise<Page> {
  const page = await browser.context.newPage()
  onTestFinished(() => page.close())
  await page.setViewportSize({ width: 1200, height: 900 })
  await page.goto(`${site.url}/?key=page-${++pages}${query}`)
  return page
}

test.each(['light', 'dark'] as const)('axe finds no violation in any tab, %s', async (colorScheme) => {
  const page = await openPage()
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
  await page.evaluate(async () => {
    await scene.login()
    scene.levers?.setRenewals('rejected')
    scene.levers?.lapse()
    scene.ask('/api/notes/', true)
  })
  await shows(page, 'expired')
  await page.evaluate(axe.source)
  const found: string[] = []
  for (const name of TABS) {
    await openTab(page, name)
    const { violations } = await page.evaluate<{ violations: { id: string; nodes: { html: string }[] }[] }>(
      "axe.run('auth-session-devtools')",
    )
    found.push(
      ...violations.map(
        ({ id, nodes }) =>
          `${name}: ${id} ${nodes
            .map(({ html }) => html)
            .join(' ')
            .slice(0, 300)}`,
      ),
    )
  }
  expect(found).toEqual([])
})

test('tabs are one stop of the keyboard, and arrow keys walk through them', async () => {
  const page = await openPage()
  const tab = (name: string) => page.getByRole('tab', { name, exact: true })
  await tab('Chart').focus()
  const seen: (string | null)[] = []
  for (const _ of TABS) {
    await page.keyboard.press('ArrowRight')
    seen.push(await page.locator('[role=tab][aria-selected=true]').textContent())
  }
  expect(seen).toEqual([...TABS.slice(1), 'Chart'])
  await page.keyboard.press('End')
  expect(await page.locator('[role=tab][tabindex="0"]').allTextContents()).toEqual(['Levers'])
  await page.keyboard.press('Home')
  expect(await page.locator('[role=tabpanel]:visible').count()).toBe(1)
})

test('a screen reader is told of a change of status, and of nothing else', async () => {
  const page = await openPage()
  await page.evaluate(() => scene.login())
  await shows(page, 'authenticated')
  const live = page.getByRole('status')
  expect(await live.textContent()).toBe('Session authenticated')
  await page.evaluate(() => scene.ask('/api/notes/'))
  await page.waitForTimeout(1_500)
  expect(await live.textContent()).toBe('Session authenticated')
  await page.evaluate(() => scene.session.logout())
  await shows(page, 'loggedOut')
  expect(await live.textContent()).toBe('Session loggedOut')
})

test('a lever of the panel leads where it says', async () => {
  const page = await openPage()
  await page.evaluate(() => scene.login())
  await openTab(page, 'Levers')
  await page.getByRole('button', { name: 'Renewal rejected' }).click()
  await page.getByRole('button', { name: 'Let the token run out' }).click()
  await shows(page, 'expired')
  expect(await page.evaluate(() => scene.session.getSnapshot().endReason)).toBe('rejected')
})

test('without ports every lever is disabled, with the line to add', async () => {
  const page = await openPage('&bare')
  await page.evaluate(() => scene.login())
  await openTab(page, 'Levers')
  const buttons = page.locator('.levers button')
  expect(await buttons.evaluateAll((all) => all.map((one) => one.getAttribute('aria-disabled')))).toEqual(
    Array(7).fill('true'),
  )
  expect(await page.locator('.levers pre').textContent()).toContain('...developmentPorts(')
  await buttons.first().click({ force: true })
  expect(await page.evaluate(() => scene.session.getSnapshot().status)).toBe('authenticated')
})

test('at every moment of a recording the chart shows where the session was', async () => {
  const page = await openPage()
  await page.evaluate(async () => {
    await scene.login()
    scene.levers?.setRenewals('rejected')
    scene.levers?.lapse()
  })
  await shows(page, 'expired')
  await openTab(page, 'Timeline')
  await page.getByRole('listbox').press('Home')
  const { recorded, shown } = await page.evaluate(async () => {
    const root = document.querySelector('auth-session-devtools')!.shadowRoot!
    const pause = () => new Promise((resolve) => setTimeout(resolve, 100))
    const { events } = scene.session.timeline()
    const pathOf = (value: unknown): string =>
      typeof value === 'object'
        ? Object.entries(Object(value))
            .map(([key, inner]) => `${key}.${pathOf(inner)}`)
            .join()
        : String(value)
    const recorded: string[] = []
    const shown: (string | undefined)[] = []
    const scrub = root.querySelector<HTMLInputElement>('input[type=range]')!
    const [chart, , , , timeline] = root.querySelectorAll<HTMLElement>('[role=tab]')
    for (const [index] of events.entries()) {
      scrub.value = String(index)
      scrub.dispatchEvent(new Event('input'))
      await pause()
      chart!.click()
      const present = events.slice(0, index + 1).findLast(({ machine }) => machine === 'session')
      recorded.push(pathOf(present?.value))
      shown.push(root.querySelector('.now')!.textContent?.split(',')[0])
      timeline!.click()
    }
    return { recorded, shown }
  })
  expect(recorded.length).toBeGreaterThan(8)
  expect(shown).toEqual(recorded)
})

test('tabs of one key find each other, and see a logout', async () => {
  const first = await openPage()
  const second = await browser.context.newPage()
  onTestFinished(() => second.close())
  await first.evaluate(() => scene.login())
  await second.goto(first.url())
  await second.evaluate(() => scene.session.start())
  await shows(second, 'authenticated')
  await first.bringToFront()
  await openTab(first, 'Siblings')
  await first.locator('.headline:visible', { hasText: '1 other tab' }).waitFor()
  await openTab(first, 'Levers')
  await first.getByRole('button', { name: 'A sibling logs out' }).click()
  await shows(first, 'loggedOut')
  await second.bringToFront()
  await shows(second, 'loggedOut')
})

test('closing leaves no listener, no timer, no frame and no subscription', async () => {
  const page = await openPage('&unmounted')
  await page.evaluate(() => scene.login())
  const counts = await page.evaluate(async () => {
    const open = { listeners: 0, timers: 0, frames: 0, subscriptions: 0 }
    const timers = new Set<unknown>()
    const frames = new Set<number>()
    const { addEventListener, removeEventListener } = EventTarget.prototype
    EventTarget.prototype.addEventListener = function (this: EventTarget, ...args) {
      if (this === window || this === document) open.listeners++
      return addEventListener.apply(this, args)
    }
    EventTarget.prototype.removeEventListener = function (this: EventTarget, ...args) {
      if (this === window || this === document) open.listeners--
      return removeEventListener.apply(this, args)
    }
    const {
      setTimeout: set,
      clearTimeout: clear,
      requestAnimationFrame: request,
      cancelAnimationFrame: cancel,
    } = window
    Object.assign(window, {
      setTimeout(run: () => void, ms: number) {
        const timer = set(() => {
          timers.delete(timer)
          run()
        }, ms)
        timers.add(timer)
        return timer
      },
      clearTimeout(timer: number) {
        timers.delete(timer)
        clear(timer)
      },
      requestAnimationFrame(run: FrameRequestCallback) {
        const frame = request((time) => {
          frames.delete(frame)
          run(time)
        })
        frames.add(frame)
        return frame
      },
      cancelAnimationFrame(frame: number) {
        frames.delete(frame)
        cancel(frame)
      },
    })
    const { actor } = scene.session
    const subscribe = actor.subscribe.bind(actor)
    Object.assign(actor, {
      subscribe(...args: Parameters<typeof subscribe>) {
        open.subscriptions++
        const subscription = subscribe(...args)
        return {
          unsubscribe() {
            open.subscriptions--
            subscription.unsubscribe()
          },
        }
      },
    })
    const count = () => ({ ...open, timers: timers.size, frames: frames.size })
    const pause = (ms: number) => new Promise((resolve) => set(resolve, ms))
    const during: object[] = []
    for (const _ of [1, 2, 3]) {
      const remove = scene.mount()
      await pause(300)
      during.push(count())
      remove()
    }
    await pause(100)
    return { during, after: count(), left: document.querySelectorAll('auth-session-devtools').length }
  })
  expect(counts.during.at(-1)).toMatchObject({ subscriptions: 1, timers: 1 })
  expect(counts.after).toEqual({ listeners: 0, timers: 0, frames: 0, subscriptions: 0 })
  expect(counts.left).toBe(0)
})
