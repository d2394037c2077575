/** Full jitter: a draw between 0 and the doubled step, `initial` ms at first, never above `max` ms. */
export function backoff(
  failures: number,
  { initial, max }: { readonly initial: number; readonly max: number },
): number {
  return Math.random() * Math.min(max, initial * 2 ** failures)
}
