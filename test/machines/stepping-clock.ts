interface Timer {
  readonly due: number
  readonly delay: number
  ring(): void
}

/** Simulated time that moves from timer to timer, one at a time. */
export function createSteppingClock() {
  const armed = new Map<number, Timer>()
  let now = 0
  let count = 0
  let waited: number | null = null
  return {
    now: () => now,
    setTimeout(ring: () => void, delay: number): number {
      count += 1
      armed.set(count, { due: now + delay, delay, ring })
      return count
    },
    clearTimeout: (id: number) => void armed.delete(id),
    /** ms until each timer rings that is armed, the next first. */
    pending: () => [...armed.values()].map(({ due }) => due - now).sort((a, b) => a - b),
    /** ms for which the last timer that rang had been armed. */
    waited: () => waited,
    /** Moves to the next timer and lets it ring, of several the one that was armed first; false where none is armed. */
    toNextTimer(): boolean {
      const [next] = [...armed].sort(([, a], [, b]) => a.due - b.due)
      if (!next) return false
      const [id, { due, delay, ring }] = next
      armed.delete(id)
      now = Math.max(now, due)
      waited = delay
      ring()
      return true
    },
  }
}
