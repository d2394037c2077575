import { systemClock } from '../../platform/clock'
import { createSimulatedTime } from '../simulated-time'
import type { ConformanceBench, ConformanceServer, ConformanceTraits } from './bench'
import { type Client, type ClientOptions, createClient, type Outcome } from './client'
import { ConformanceError } from './conformance-error'
import { nextTask } from './real-time'

/** How far time is moved on for something to settle: more than any wait of a session; ms. */
const LONG_ENOUGH = 120_000

/** One server, the devices of those who use it, and one time for all that only the case moves. */
export interface Stage {
  readonly traits: ConformanceTraits
  readonly server: ConformanceServer
  /** Of an access token, in seconds. */
  readonly lifetime: number
  client(options?: ClientOptions): Client
  /** Time passes in steps, with everything that follows from it; ms. */
  pass(ms: number, step?: number): Promise<void>
  /** Time passes as on a device that sleeps: no timer rings; ms. */
  sleep(ms: number): void
  /** Resolves as that does, and lets time pass where it waits for more than answers. */
  settle<T>(promise: Promise<T>): Promise<T>
  /** Asks for the resource that often, at once. */
  ask(client: Client, times: number): Promise<readonly Outcome[]>
  /** Asks again and again, `step` ms apart; each outcome that there was, once. */
  traffic(client: Client, times: number, step: number): Promise<readonly Outcome[]>
  /** Something that the traits say the server can do. @throws TypeError where it can't. */
  deed<Name extends keyof ConformanceServer>(name: Name): NonNullable<ConformanceServer[Name]>
  close(): Promise<void>
}

/** `lifetime`: of an access token, in seconds. */
export async function openStage(bench: ConformanceBench, lifetime: number): Promise<Stage> {
  const { name, traits } = bench
  // On a whole second, so that lives are exact; and near the present, for a server whose time is its own.
  const time = createSimulatedTime(Math.floor(systemClock().now() / 1_000) * 1_000)
  const server = await bench.open({ now: time.now, accessLifetime: lifetime, refreshLifetime: 3_600 })
  const clients: Client[] = []
  const quiet = async () => {
    await nextTask()
    if (!clients.some(({ wire }) => wire.isBusy())) return
    for (const { wire } of clients) await wire.quiet()
    await nextTask()
  }

  const stage: Stage = {
    traits,
    server,
    lifetime,
    client(options) {
      const onOpen = (client: Client) => void clients.push(client)
      return createClient({ name, server, clock: time.clock, onOpen }, options)
    },
    async pass(ms, step = 500) {
      for (let passed = 0; passed < ms; passed += step) {
        await time.advance(Math.min(step, ms - passed))
        await quiet()
      }
      if (ms === 0) await quiet()
    },
    sleep: time.sleep,
    async settle(promise) {
      let isSettled = false
      const over = () => {
        isSettled = true
      }
      promise.then(over, over)
      await quiet()
      for (let passed = 0; !isSettled; passed += 500) {
        if (passed > LONG_ENOUGH)
          throw new ConformanceError(
            'a call of the session',
            'an outcome within two minutes of its own time',
            'none',
            'Does every promise of the backend settle, and does all that it sends go by the fetch that it was given?',
          )
        await stage.pass(500)
      }
      return promise
    },
    ask: (client, times) => stage.settle(Promise.all(Array.from({ length: times }, client.ask))),
    async traffic(client, times, step) {
      const outcomes = new Set<Outcome>()
      for (let i = 0; i < times; i++) {
        outcomes.add(await stage.settle(client.ask()))
        await stage.pass(step)
      }
      return [...outcomes]
    },
    deed(deed) {
      const found = server[deed]
      if (!found) throw new TypeError(`${name}: the server has no \`${deed}\`, though its traits say that it can`)
      return found
    },
    async close() {
      for (const client of clients) client.dispose()
      await server.close()
    },
  }
  return stage
}
