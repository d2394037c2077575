import { type EndReason, epochCount } from '../../machines'

/** The last login that ended. It only grows: an older record never comes alive again. */
export interface Tombstone {
  /** The ended epochs that share the highest counter seen. */
  readonly epochs: readonly string[]
  readonly reason: EndReason | 'logged_out'
}

/** Whether a tombstone covers that epoch. */
export function isDead(epoch: string, tombstone: Tombstone | null): boolean {
  if (tombstone === null) return false
  const ended = epochCount(tombstone.epochs[0] ?? '')
  return epochCount(epoch) < ended || tombstone.epochs.includes(epoch)
}

/** The tombstone with one more epoch under it. */
export function bury(epoch: string, reason: Tombstone['reason'], tombstone: Tombstone | null): Tombstone {
  const ended = epochCount(tombstone?.epochs[0] ?? '')
  if (tombstone === null || epochCount(epoch) > ended) return { epochs: [epoch], reason }
  if (epochCount(epoch) < ended || tombstone.epochs.includes(epoch)) return tombstone
  return { epochs: [...tombstone.epochs, epoch], reason }
}
