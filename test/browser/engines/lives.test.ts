import { expect, test } from 'vitest'
import { strict } from '../backstage'
import { type EngineName, inEveryEngine } from './engines'
import { openScene } from './scene'

/** What a page hears when the user looks away and back, and when the page is left and comes back. */
const SIGNALS: Record<EngineName, { hidden: string[]; left: string[] }> = {
  Firefox: { hidden: ['hidden', 'visible'], left: ['pagehide (kept)', 'hidden', 'visible', 'pageshow (kept)'] },
  WebKit: { hidden: ['hidden', 'visible'], left: ['pagehide (kept)', 'hidden', 'visible', 'pageshow (kept)'] },
  Chromium: {
    hidden: ['hidden', 'visible'],
    left: ['pagehide (kept)', 'hidden', 'freeze', 'resume', 'visible', 'pageshow (kept)'],
  },
}

inEveryEngine((openTab, engine) => {
  test('a page hears what becomes of it', async ({ annotate }) => {
    const { two } = await openScene(openTab, { server: strict })
    await two.show()
    const before = (await two.diary()).length
    await two.hide()
    await two.show()
    const hidden = (await two.diary()).slice(before)
    await two.leave()
    expect(await two.comeBack()).toBe(true)
    const left = (await two.diary()).slice(before + hidden.length)
    await annotate(`hidden: ${hidden.join(', ')}; left: ${left.join(', ')}`)
    expect({ hidden, left }).toEqual(SIGNALS[engine])
  })

  test('a page that was in the back/forward cache during a logout sends nothing when it comes back', async ({
    annotate,
  }) => {
    const { server, one, two } = await openScene(openTab, { server: strict })
    expect(await two.ask('/api/two/')).toBe(200)
    await two.show()
    await two.askOn('pageshow', '/api/late/')
    await two.leave()
    await one.logout()
    expect(await two.comeBack()).toBe(true)
    expect(await two.asked()).toBe('logged_out')
    expect((await two.snapshot()).status).toBe('loggedOut')
    const requests = [...server.counts].map(([request, count]) => `${count} × ${request}`)
    await annotate(JSON.stringify(requests))
    expect(requests).toEqual([
      '1 × POST /api/token/ 200',
      '1 × GET /api/two/ 200',
      '1 × POST /api/token/blacklist/ 200',
    ])
  })
})
