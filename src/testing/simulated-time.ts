import type { Clock } from '../platform/clock'

/** Time that moves only when a test says so. */
export interface SimulatedTime {
  /** For the `clock` option. */
  readonly clock: Clock
  /** ms since the epoch. */
  now(): number
  /** Moves on by `ms` and runs every timer on the way, each at its moment, with everything that follows from it. */
  advance(ms: number): Promise<void>
  /** Moves on by `ms` while timers sleep, as on a laptop with its lid closed. They run with the next `advance`. */
  sleep(ms: number): void
  /** Sets the wall clock by `ms`, forward or back, as a user or a time server does; no time passes. */
  setWallClock(ms: number): void
  /** Lets everything run that waits for nothing but its turn. */
  settle(): Promise<void>
  /** How many timers are pending. */
  readonly pending: number
}

interface Timer {
  readonly due: number
  readonly run: () => void
}

/** Rounds of promises that one turn of {@link SimulatedTime.settle} lets run. */
const TURNS = 50

/** `start`: ms since the epoch, by default 2026-01-01. */
export function createSimulatedTime(start: number = 1_767_225_600_000): SimulatedTime {
  const timers = new Set<Timer>()
  let elapsed = 0
  let wall = start

  const move = (ms: number) => {
    elapsed += ms
    wall += ms
  }
  const settle = async () => {
    for (let turn = 0; turn < TURNS; turn++) await Promise.resolve()
  }
  const next = (until: number): Timer | undefined => {
    let first: Timer | undefined
    for (const timer of timers) if (timer.due <= until && (!first || timer.due < first.due)) first = timer
    return first
  }

  return {
    clock: {
      now: () => wall,
      monotonic: () => elapsed,
      setTimeout(run, ms) {
        const timer = { due: elapsed + Math.max(ms, 0), run }
        timers.add(timer)
        return timer
      },
      clearTimeout: (timer) => void timers.delete(timer as Timer),
    },
    now: () => wall,
    async advance(ms) {
      const until = elapsed + ms
      await settle()
      for (let timer = next(until); timer; timer = next(until)) {
        timers.delete(timer)
        move(Math.max(timer.due - elapsed, 0))
        timer.run()
        await settle()
      }
      move(until - elapsed)
      await settle()
    },
    sleep: move,
    setWallClock(ms) {
      wall += ms
    },
    settle,
    get pending() {
      return timers.size
    },
  }
}
