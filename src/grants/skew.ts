/** A `Date` or `iat` beyond this is no clock, it is a mistake. */
const LIMIT = 366 * 86_400_000

/** How far the server's clock is ahead of this device's, from what its answers say. */
export interface Skew {
  /** ms */
  estimate: number
  sample(serverTime: number, sentAt: number, receivedAt: number): void
  /** Development only: told after a sample, and where it came from. */
  measured?: (source: 'date' | 'iat') => void
}

export function createSkew(): Skew {
  let low = Number.NEGATIVE_INFINITY
  let high = Number.POSITIVE_INFINITY
  const skew: Skew = {
    estimate: 0,

    /**
     * One sample: the server wrote `serverTime` (ms, cut to whole seconds) between `sentAt` and `receivedAt` (ms here).
     * While samples agree they narrow the estimate down; one that contradicts them starts anew. Where they leave a choice,
     * the present estimate stays, and a new one errs on the side of an early renewal.
     */
    sample(serverTime: number, sentAt: number, receivedAt: number): void {
      const least = serverTime - receivedAt
      const most = serverTime + 1_000 - sentAt
      if (!(Math.abs(least) < LIMIT)) return
      const agrees = least <= high && most >= low
      low = agrees ? Math.max(least, low) : least
      high = agrees ? Math.min(most, high) : most
      if (skew.estimate < low || skew.estimate > high) skew.estimate = high
    },
  }
  return skew
}
