import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium } from 'playwright-core'
import { findChromium } from './executable.mjs'

/** A Chromium that was started by hand: one that Playwright starts shows every page, so that none is ever hidden or frozen. */
export interface Chromium {
  /** The profile in which its tabs live, new and empty. */
  readonly context: BrowserContext
  close(): Promise<void>
}

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--remote-debugging-port=0',
  '--no-first-run',
  '--no-startup-window',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--disable-gpu',
  '--disable-dev-shm-usage',
]

/** Resolves when it can open tabs. `flags`: what it is started with besides. */
export async function startChromium(flags: readonly string[] = []): Promise<Chromium> {
  const executable = findChromium()
  if (executable === undefined) throw new Error('no Chrome or Chromium was found: name one in CHROMIUM_PATH')
  const profile = await mkdtemp(join(tmpdir(), 'xstate-auth-session-chromium-'))
  const browser = spawn(executable, [...FLAGS, ...flags, `--user-data-dir=${profile}`], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const kill = () => void browser.kill()
  process.once('exit', kill)
  const close = async () => {
    const gone = browser.exitCode === null && browser.signalCode === null ? once(browser, 'exit') : null
    kill()
    await gone
    process.off('exit', kill)
    await rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
  }
  try {
    const connected = await chromium.connectOverCDP(await debuggerOf(browser), { noDefaults: true })
    const [context] = connected.contexts()
    if (context === undefined) throw new Error('Chromium has no profile')
    return {
      context,
      async close() {
        await connected.close()
        await close()
      },
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** The address that it prints once it listens. */
function debuggerOf(browser: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    const fail = () => reject(new Error(`Chromium did not start:\n${said}`))
    browser.once('error', reject).once('exit', fail)
    browser.stderr?.setEncoding('utf8').on('data', (part: string) => {
      if (said.includes('ws://')) return
      said += part
      const address = /ws:\/\/\S+(?=\s)/.exec(said)?.[0]
      if (address !== undefined) resolve(address)
    })
  })
}
