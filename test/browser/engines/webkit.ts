import type { Engine, Tab } from './engine'
import { startWebKit, type WebKitDriver } from './webkit-driver'

/** WebKitGTK. Each tab has a window of its own, for the driver can't bring a tab to front. */
export async function openWebKit(): Promise<Engine> {
  const driver = await startWebKit()
  let line: Promise<unknown> = Promise.resolve()
  /** The driver speaks with one window at a time: who wants another waits for its turn. */
  const inTurn = <T>(run: () => Promise<T>): Promise<T> => {
    const turn = line.then(run)
    line = turn.catch(() => {})
    return turn
  }
  const first = await driver.command<string>('GET', '/window')
  let tabs = 0
  return {
    name: `webkit/${driver.version}`,
    async openTab() {
      const { handle } = await inTurn(async () => {
        await driver.command('POST', '/window', { handle: first })
        return driver.command<{ handle: string }>('POST', '/window/new', { type: 'window' })
      })
      return createTab(driver, inTurn, handle, `tab ${tabs++}`)
    },
    close: driver.close,
  }
}

function createTab(
  { command }: WebKitDriver,
  inTurn: <T>(run: () => Promise<T>) => Promise<T>,
  handle: string,
  name: string,
): Tab {
  const gone = new AbortController()
  const left = new Promise<never>((_, reject) => {
    gone.signal.addEventListener('abort', () => reject(new Error(`${name} is closed`)))
  })
  left.catch(() => {})
  const here = async <T>(run: () => Promise<T>): Promise<T> => {
    await command('POST', '/window', { handle })
    return run()
  }
  const order = (method: 'POST' | 'DELETE', path: string, body?: object) =>
    inTurn(() => here(() => command(method, path, body)))
  const mark = () => order('POST', '/execute/sync', { script: 'window.name = arguments[0]', args: [name] })

  return {
    async open(url) {
      await order('POST', '/url', { url })
      await mark()
    },
    async reload() {
      await order('POST', '/refresh', {})
      await mark()
    },
    async evaluate(run, ...args) {
      type Answer = Awaited<ReturnType<typeof run>>
      const script = `
        const answer = arguments[arguments.length - 1]
        if (window.name !== arguments[0]) return answer({ elsewhere: true })
        Promise.resolve().then(() => (${run}).apply(null, arguments[1]))
          .then((value) => answer({ value }), (error) => answer({ thrown: String(error) }))`
      for (;;) {
        // Who asks next need not wait for the answer: several windows are asked at the same moment.
        let answering: Promise<{ elsewhere?: true; thrown?: string; value: Answer }> | undefined
        await inTurn(() =>
          here(async () => {
            answering = command('POST', '/execute/async', { script, args: [name, args] })
          }),
        )
        const { elsewhere, thrown, value } = await Promise.race([answering!, left])
        if (thrown !== undefined) throw new Error(thrown)
        if (!elsewhere) return value
      }
    },
    hide: async () => void (await order('POST', '/window/minimize', {})),
    show: async () => void (await order('POST', '/window/maximize', {})),
    async close() {
      if (gone.signal.aborted) return
      gone.abort()
      await order('DELETE', '/window')
    },
  }
}
