import type { Page } from 'playwright-core'

/** A page's heap over time: what is left after each garbage collection that it is made to do. */
export async function openHeap(page: Page) {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('HeapProfiler.enable')
  const samples: { readonly at: number; readonly bytes: number }[] = []
  return {
    async sample(): Promise<void> {
      // What the console keeps of refused requests is not the page's.
      await devtools.send('Runtime.discardConsoleEntries')
      await devtools.send('HeapProfiler.collectGarbage')
      const { usedSize } = await devtools.send('Runtime.getHeapUsage')
      samples.push({ at: Date.now(), bytes: usedSize })
    },
    trend: () => trendOf(samples),
  }
}

/** The slope of a line through points, and how far it may be off by chance (one standard error). In bytes a second. */
function trendOf(samples: readonly { readonly at: number; readonly bytes: number }[]) {
  const count = samples.length
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / count
  const middle = mean(samples.map(({ at }) => at))
  const level = mean(samples.map(({ bytes }) => bytes))
  const spread = samples.reduce((sum, { at }) => sum + (at - middle) ** 2, 0)
  const slope = samples.reduce((sum, { at, bytes }) => sum + (at - middle) * (bytes - level), 0) / spread
  const misses = samples.map(({ at, bytes }) => (bytes - level - slope * (at - middle)) ** 2)
  const error = Math.sqrt((mean(misses) * count) / (count - 2) / spread)
  return { slope: slope * 1_000, error: error * 1_000, level }
}
