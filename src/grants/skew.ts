/** A `Date` or `iat` beyond this is no clock, it is a mistake. */
const LIMIT = 366 * 86_400_000

/** How far the server's clock is ahead of this device's, in ms, from what its answers say. */
export class Skew {
  #low = Number.NEGATIVE_INFINITY
  #high = Number.POSITIVE_INFINITY
  #estimate = 0
  #source: 'none' | 'date' | 'iat' = 'none'

  get estimate(): number {
    return this.#estimate
  }
  /** Where the present estimate comes from. */
  get source(): 'none' | 'date' | 'iat' {
    return this.#source
  }

  /**
   * One sample: the server wrote `serverTime` (ms, cut to whole seconds) between `sentAt` and `receivedAt` (ms here).
   * While samples agree they narrow the estimate down; one that contradicts them starts anew. Where they leave a choice,
   * the present estimate stays, and a new one errs on the side of an early renewal.
   */
  sample(serverTime: number, sentAt: number, receivedAt: number, source: 'date' | 'iat'): void {
    const low = serverTime - receivedAt
    const high = serverTime + 1_000 - sentAt
    if (!(Math.abs(low) < LIMIT)) return
    const agrees = low <= this.#high && high >= this.#low
    this.#low = agrees ? Math.max(low, this.#low) : low
    this.#high = agrees ? Math.min(high, this.#high) : high
    this.#source = source
    if (this.#estimate < this.#low || this.#estimate > this.#high) this.#estimate = this.#high
  }
}
