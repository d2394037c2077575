import type { Outcome } from './page/surface'

/** How often each came, in the order in which they came first: `9 × 200, 1 × session_expired`. */
export function tally(outcomes: readonly Outcome[]): string {
  const times = new Map<Outcome, number>()
  for (const outcome of outcomes) times.set(outcome, (times.get(outcome) ?? 0) + 1)
  return [...times].map(([outcome, count]) => `${count} × ${outcome}`).join(', ')
}
