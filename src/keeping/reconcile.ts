import { epochCount, type StoreOutput } from '../../machines'
import type { Credentials } from '../credentials'
import type { Mint } from '../grants/mint'
import type { StoredSession, StoredState } from '../platform/record'
import { isDead } from '../platform/tombstone'
import type { TokenVault } from '../token-vault'

interface ReconcilePorts {
  readonly vault: TokenVault
  readonly mint: Mint
  /** Kind and origin of this session's backend. */
  readonly fingerprint: () => string
  /** Names this session object among the holders of intents. */
  readonly holder: string
}

/** What the store says, taken into the vault where it is ahead. The one place where memory and store are compared. */
export type Reconcile = (state: StoredState, now: number) => StoreOutput

export function createReconcile(ports: ReconcilePorts): Reconcile {
  const { vault, mint, holder } = ports
  return ({ record, intent, tombstone }, now) => {
    const present = vault.current
    const alive =
      record !== null &&
      isOurs(record, ports.fingerprint()) &&
      !isDead(record.epoch, tombstone) &&
      !vault.isBuried(record.epoch)
    if (alive && isAhead(record, present)) {
      const sameLogin = record.epoch === present?.stamp.epoch
      // Two that wrote one generation at once: the store wins, and its token follows ours.
      const generation = sameLogin ? Math.max(record.generation, present.stamp.generation + 1) : record.generation
      const next = mint.fromRecord({ ...record, generation })
      if (sameLogin) vault.take(next)
      else vault.begin(next)
      const { stamp, facts: token } = next
      return sameLogin
        ? { found: 'newer', at: now, stamp, token }
        : {
            found: 'another',
            at: now,
            stamp,
            token,
            subject: vault.hash(next.record.subject),
            lastLogin: next.record.lastLogin,
          }
    }
    if (present && tombstone && isDead(present.stamp.epoch, tombstone)) {
      vault.clear()
      return { found: 'ended', at: now, reason: tombstone.reason }
    }
    const end = present?.record.refreshExpiresAt ?? null
    const exhausted = end !== null && now >= end
    const foreign = intent !== null && intent.holder !== holder && intent.stamp.epoch === present?.stamp.epoch
    return {
      found: 'same',
      at: now,
      exhausted,
      intentDeadline: foreign && intent.stamp.generation === present.stamp.generation ? intent.deadline : null,
    }
  }
}

/** Whether a record was written for this backend, or for none in particular. */
export function isOurs(record: StoredSession, backend: string): boolean {
  return record.backend === backend || record.backend === ''
}

function isAhead(record: StoredSession, present: Credentials | null): boolean {
  if (present === null) return true
  const { epoch, generation } = present.stamp
  const differs = record.refreshToken !== present.record.refreshToken
  if (record.epoch === epoch) return record.generation > generation || (record.generation === generation && differs)
  return epochCount(record.epoch) >= epochCount(epoch)
}
