/** Which login, and which token within it. Every fact carries one; what doesn't fit the present is dropped. */
export interface Stamp {
  /** Names one login: a counter and a random nonce, `'3.k2v9'`. Two epochs are the same only if both parts are equal. */
  readonly epoch: string
  /** Counts the tokens of that login from 1. */
  readonly generation: number
}

export function sameStamp(a: Stamp | null, b: Stamp | null): boolean {
  return a?.epoch === b?.epoch && a?.generation === b?.generation
}

/** Whether `next` is a later token of the very login that `present` belongs to. */
export function succeeds(next: Stamp, present: Stamp | null): boolean {
  return next.epoch === present?.epoch && next.generation > present.generation
}

/** The counter in an epoch's name; 0 for what is no epoch, or one so high that nothing could be counted above it. */
export function epochCount(epoch: string): number {
  const count = Number.parseInt(epoch, 10)
  // From here on a number is written with an exponent, and would be read as its first digit.
  return count > 0 && count < 1e21 ? count : 0
}
