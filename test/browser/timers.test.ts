import { describe, expect, test, vi } from 'vitest'
import { browsers, strict } from './backstage'
import { tally } from './outcomes'
import { openScene } from './scene'

describe.for(['a browser', 'a browser with neither'] as const)('in %s', (browser) => {
  test.for([2, 10])(
    '%d tabs whose timers ring in the same moment make one renewal, and all are answered',
    async (count, { annotate }) => {
      const { tabs, ask, seen } = await openScene({
        server: { ...strict, accessLifetime: 20 },
        tabs: count,
        page: { without: browsers[browser], renewal: { jitter: 0 } },
      })
      const renewed = async () => {
        for (const tab of tabs) expect(await tab.diary()).toContain('generation 2')
      }
      await vi.waitFor(renewed, { timeout: 60_000, interval: 100 })
      const figures = { ...seen(), answers: tally(await ask()) }
      await annotate(JSON.stringify(figures))
      expect(figures).toEqual({ answers: `${count} × 200`, refreshes: 1, reuses: 0, revoked: 0 })
    },
  )
})
