import type { Page } from 'playwright-core'

interface TraceEvent {
  readonly name: string
  readonly pid: number
  readonly tid: number
  /** µs of the thread's own time: what other processes take of the machine is not in it. */
  readonly tdur?: number
  readonly args: { readonly name?: string }
}

/** The longest task of the page's thread while `run` runs, in ms of that thread's own time. */
export async function longestTask(page: Page, run: () => Promise<unknown>): Promise<number> {
  const session = await page.context().browser()!.newBrowserCDPSession()
  const events: TraceEvent[] = []
  session.on('Tracing.dataCollected', ({ value }) => void events.push(...(value as unknown as TraceEvent[])))
  const complete = new Promise<void>((resolve) => session.once('Tracing.tracingComplete', () => resolve()))
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['toplevel', '__metadata'] },
  })
  await run()
  await session.send('Tracing.end')
  await complete
  await session.detach()
  const threads = events.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
  const isPages = ({ pid, tid }: TraceEvent) => threads.some((thread) => thread.pid === pid && thread.tid === tid)
  const tasks = events.filter((event) => event.name.endsWith('RunTask') && event.tdur !== undefined && isPages(event))
  if (tasks.length === 0) throw new Error('Chromium tells no time of threads')
  return Math.max(...tasks.map(({ tdur = 0 }) => tdur)) / 1_000
}
