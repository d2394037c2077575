import { SimulatedClock } from 'xstate'

/** Simulated time that can be moved to the very next timer. */
export function createSteppingClock() {
  const clock = new SimulatedClock()
  const due = new Map<number, number>()
  return {
    now: () => clock.now(),
    setTimeout(ring: () => void, delay: number): number {
      const id = clock.setTimeout(() => {
        due.delete(id)
        ring()
      }, delay)
      due.set(id, clock.now() + delay)
      return id
    },
    clearTimeout(id: number): void {
      due.delete(id)
      clock.clearTimeout(id)
    },
    increment: (ms: number) => clock.increment(ms),
    /** Moves to the next timer and lets it ring; false where none is armed. */
    toNextTimer(): boolean {
      if (due.size === 0) return false
      clock.increment(Math.min(...due.values()) - clock.now())
      return true
    },
  }
}
