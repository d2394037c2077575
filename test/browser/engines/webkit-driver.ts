import { createServer } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { openDisplay } from './display'
import { startProgram } from './program'

/** A session of W3C WebDriver with WebKitGTK's MiniBrowser. */
export interface WebKitDriver {
  readonly version: string
  /** A command within the session; rejects with the protocol's own words. */
  command<Value>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<Value>
  close(): Promise<void>
}

/** What the tests take of a browser: that scripts may run for long, in ms. */
const CAPABILITIES = {
  'webkitgtk:browserOptions': { args: ['--automation'] },
  timeouts: { script: 300_000 },
}

/** Starts a display, the driver on it, and the browser. */
export async function startWebKit(): Promise<WebKitDriver> {
  const display = await openDisplay()
  const port = await freePort()
  const env = { ...process.env, DISPLAY: display.name }
  const driver = startProgram('WebKitWebDriver', [`--port=${port}`], env)

  async function send<Value>(method: string, path: string, body?: object): Promise<Value> {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method, body: body ? JSON.stringify(body) : null })
    const { value } = (await answer.json()) as { value: Value & { error?: string; message?: string } }
    if (answer.ok) return value
    throw new Error(`${method} ${path}: ${value.error} ${value.message}`)
  }

  const answers = () => send('GET', '/status').then(Boolean, () => false)
  while (driver.process.exitCode === null && !(await answers())) await setTimeout(50)
  const session = await send<{ sessionId: string; capabilities: { browserVersion: string } }>('POST', '/session', {
    capabilities: { alwaysMatch: CAPABILITIES },
  })
  const within = `/session/${session.sessionId}`
  return {
    version: session.capabilities.browserVersion,
    command: (method, path, body) => send(method, within + path, body),
    async close() {
      await send('DELETE', within)
      await driver.end()
      await display.close()
    },
  }
}

/** The driver takes port 0 too, but doesn't tell which one it got. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
}
