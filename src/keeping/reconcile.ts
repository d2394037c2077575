import { epochCount, type StoreOutput } from '../../machines'
import type { Credentials } from '../credentials'
import type { Mint } from '../grants/mint'
import type { StoredSession, StoredState } from '../platform/record'
import { isDead } from '../platform/tombstone'
import type { TokenVault } from '../token-vault'

interface ReconcilePorts {
  readonly vault: TokenVault
  readonly mint: Mint
  /** Names this session object among the holders of intents. */
  readonly holder: string
}

/** What the store says, taken into the vault where it is ahead. The one place where memory and store are compared. */
export type Reconcile = (state: StoredState, now: number) => StoreOutput

export function createReconcile({ vault, mint, holder }: ReconcilePorts): Reconcile {
  return ({ record, intent, tombstone }, at) => {
    const present = vault.current
    if (record && isAhead(record, present)) {
      const sameLogin = record.epoch === present?.stamp.epoch
      // Two that wrote one generation at once: the store wins, and its token follows ours.
      const generation = sameLogin ? Math.max(record.generation, present.stamp.generation + 1) : record.generation
      const next = mint.fromRecord({ ...record, generation })
      vault.begin(next)
      const { stamp, facts: token } = next
      const { subject, lastLogin } = next.record
      const found = sameLogin ? 'newer' : 'another'
      return { found, at, stamp, token, subject: vault.pseudonym(subject), lastLogin }
    }
    if (present && tombstone && isDead(present.stamp.epoch, tombstone)) {
      vault.clear()
      return { found: 'ended', at, reason: tombstone.reason }
    }
    const end = present?.record.refreshExpiresAt ?? null
    const isForeign = intent && intent.holder !== holder && vault.holds(intent.stamp)
    return {
      found: 'same',
      at,
      exhausted: end !== null && at >= end,
      intentDeadline: isForeign ? intent.deadline : null,
    }
  }
}

/** Whether a record takes the place of what is in the vault. */
export function isAhead(record: StoredSession, present: Credentials | null): boolean {
  if (present === null) return true
  const { epoch, generation } = present.stamp
  const differs = record.refreshToken !== present.record.refreshToken
  if (record.epoch === epoch) return record.generation > generation || (record.generation === generation && differs)
  return epochCount(record.epoch) >= epochCount(epoch)
}
