/** Simulated time that can be moved to the very next timer. */
export function createSteppingClock() {
  const timers = new Map<number, { readonly due: number; readonly ring: () => void }>()
  let now = 0
  let count = 0

  /** Of several at one moment, the one that was set first. */
  const ringNext = (until: number): boolean => {
    const [next] = [...timers].sort(([, a], [, b]) => a.due - b.due)
    if (!next || next[1].due > until) return false
    const [id, { due, ring }] = next
    timers.delete(id)
    now = Math.max(now, due)
    ring()
    return true
  }

  return {
    now: () => now,
    setTimeout(ring: () => void, delay: number): number {
      timers.set(++count, { due: now + delay, ring })
      return count
    },
    clearTimeout(id: number): void {
      timers.delete(id)
    },
    increment(ms: number): void {
      const until = now + ms
      while (ringNext(until)) {}
      now = until
    },
    /** Moves to the next timer and lets it ring, alone; false where none is armed. */
    toNextTimer: () => ringNext(Number.POSITIVE_INFINITY),
  }
}
