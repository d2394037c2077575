import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, onTestFinished } from 'vitest'
import { type DemoServer, startDemoServer } from '../../../docs/demo/demo-server'
import { findChromium } from '../executable.mjs'

/** The demo as it is served, and a browser that has never been there. */
export interface OpenDemo {
  readonly server: DemoServer
  readonly context: BrowserContext
  /** What its pages have said against themselves, but for what was meant to go wrong. */
  readonly complaints: readonly string[]
  /** Opens the page of that path in a tab. */
  open(path?: string): Promise<Page>
}

interface DemoTerms {
  /** Life of an access token in seconds. */
  readonly lifetime: number
  /** The server's clock, ms. */
  readonly now?: () => number
}

const started: { browser?: Promise<Browser>; servers: Map<string, Promise<DemoServer>> } = { servers: new Map() }
afterAll(async () => {
  for (const server of started.servers.values()) await (await server).close()
  await (await started.browser)?.close()
})

/** One server and one browser for all tests of a file; each has a profile of its own, and finds the server mended. */
export async function openDemo(
  { lifetime, now }: DemoTerms,
  given: Parameters<Browser['newContext']>[0] = {},
): Promise<OpenDemo> {
  started.browser ??= chromium.launch({ executablePath: findChromium() ?? '' })
  const terms = { port: 0, lifetime, log: () => {}, ...(now && { now }) }
  const serving = started.servers.get(String(lifetime)) ?? startDemoServer(terms)
  started.servers.set(String(lifetime), serving)
  const server = await serving
  await fetch(`${server.url}/control/mend`, { method: 'POST' })
  const context = await (await started.browser).newContext({ viewport: { width: 1440, height: 1000 }, ...given })
  onTestFinished(() => context.close())
  const complaints: string[] = []
  context.on('weberror', (error) => void complaints.push(error.error().message))
  context.on('console', (message) => {
    const text = message.text()
    if (['error', 'warning'].includes(message.type()) && !MEANT.some((start) => text.startsWith(start)))
      complaints.push(text)
  })
  return {
    server,
    context,
    complaints,
    async open(path = '/') {
      const page = await context.newPage()
      await page.goto(server.url + path)
      return page
    },
  }
}

/** What a browser says of a 401 or a 503, and what the session's development build says of a server that is away. */
const MEANT = [
  'Failed to load resource',
  '[xstate-auth-session] AuthSessionError: The token server cannot be reached at present',
]
