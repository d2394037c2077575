import { type EndReason, epochCount } from '../../machines'

/** The last login that ended. It only grows: an older record never comes alive again. */
export interface Tombstone {
  /** The ended epochs that share the highest counter seen. */
  readonly epochs: readonly string[]
  readonly reason: EndReason | 'logged_out'
}

/** Whether a tombstone covers that epoch. */
export function isDead(epoch: string, tombstone: Tombstone | null): boolean {
  const epochs = tombstone?.epochs ?? []
  return epochCount(epoch) < epochCount(epochs[0] ?? '') || epochs.includes(epoch)
}

/** The tombstone with one more epoch under it. */
export function bury(epoch: string, reason: Tombstone['reason'], tombstone: Tombstone | null): Tombstone {
  if (tombstone && isDead(epoch, tombstone)) return tombstone
  const rivals = (tombstone?.epochs ?? []).filter((ended) => epochCount(ended) === epochCount(epoch))
  return { epochs: [...rivals, epoch], reason }
}
