import type { Clock } from 'xstate-auth-session'

/** One time for a server and its sessions; it stands still until it is moved. */
export interface HandClock extends Clock {
  readonly now: () => number
  /** Moves on; timers ring on the way, each at its own moment. */
  advance(ms: number): void
  /** Moves on as for a device that sleeps: what became due meanwhile rings at the end. */
  sleep(ms: number): void
}

interface Timer {
  readonly at: number
  readonly ring: () => void
}

/** Starts on a whole second, so that lives are exact. */
export function createHandClock(startAt = 1_800_000_000_000): HandClock {
  let time = startAt
  const timers = new Set<Timer>()
  const next = (until: number) => {
    const due = [...timers].filter(({ at }) => at <= until)
    return due.sort((a, b) => a.at - b.at)[0]
  }
  const ring = (timer: Timer) => {
    timers.delete(timer)
    timer.ring()
  }
  return {
    now: () => time,
    monotonic: () => time,
    setTimeout(run, ms) {
      const timer = { at: time + ms, ring: run }
      timers.add(timer)
      return timer
    },
    clearTimeout: (timer) => void timers.delete(timer as Timer),
    advance(ms) {
      const until = time + ms
      for (let timer = next(until); timer; timer = next(until)) {
        time = Math.max(time, timer.at)
        ring(timer)
      }
      time = until
    },
    sleep(ms) {
      time += ms
      for (let timer = next(time); timer; timer = next(time)) ring(timer)
    },
  }
}
