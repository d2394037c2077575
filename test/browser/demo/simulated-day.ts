import type { BrowserContext } from 'playwright-core'

const MORNING = Date.parse('2026-01-31T09:00:00Z')

/** Time that stands still until it is moved, for a server and for all pages of a context. */
export interface SimulatedDay {
  readonly now: () => number
  /** Its pages live in this time; before any is opened. */
  rule(context: BrowserContext): Promise<void>
  /** Moves on, and every timer on the way runs. */
  pass(context: BrowserContext, ms: number): Promise<void>
  /** Moves on while timers sleep, as on a laptop with its lid closed. */
  sleep(context: BrowserContext, ms: number): Promise<void>
}

/** Begins in the morning, and is never turned back. */
export function createSimulatedDay(): SimulatedDay {
  let time = MORNING
  return {
    now: () => time,
    async rule(context) {
      await context.clock.install({ time: time - 1 })
      await context.clock.pauseAt(time)
    },
    async pass(context, ms) {
      time += ms
      await context.clock.runFor(ms)
    },
    async sleep(context, ms) {
      time += ms
      await context.clock.fastForward(ms)
    },
  }
}
