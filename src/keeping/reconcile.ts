import { epochCount, type StoreOutput } from '../../machines'
import type { Credentials } from '../credentials'
import type { Mint } from '../grants/mint'
import { type Deadlines, GRACE } from '../platform/deadlines'
import type { Intent, StoredSession, StoredState } from '../platform/record'
import { isDead } from '../platform/tombstone'
import type { TokenVault } from '../token-vault'

interface ReconcilePorts {
  readonly vault: TokenVault
  readonly mint: Mint
  /** Names this session object among the holders of intents. */
  readonly holder: string
  readonly deadlines: Pick<Deadlines, 'patience'>
  /** What the store holds is about to be the present login. */
  readonly onFound: () => void
  /** The longest that a rotation may take; ms. */
  readonly bound: number
  /** Ends tokens at the server, in the background. */
  readonly revoke: (tokens: Credentials) => void
}

/** What the store says, taken into the vault where it is ahead. The one place where memory and store are compared. */
export type Reconcile = (state: StoredState, now: number) => StoreOutput

export function createReconcile({ vault, mint, holder, deadlines, bound, onFound, revoke }: ReconcilePorts): Reconcile {
  let watched = { of: '', until: 0 }
  /**
   * Until when a sibling's intent counts. One that is out of time is watched for a while: its holder may just have slept. One that
   * ends too late was written before the clock was set back.
   */
  const endOf = ({ holder, deadline }: Intent, at: number): number => {
    const of = `${holder} ${deadline}`
    if (watched.of !== of) watched = { of, until: at + Math.min(Math.max(deadline - at, GRACE), bound) }
    return deadlines.patience(watched.until)
  }

  return ({ record, intent, tombstone }, at) => {
    const present = vault.current
    if (record && isAhead(record, present)) {
      onFound()
      const sameLogin = record.epoch === present?.stamp.epoch
      // Two that wrote one generation at once: the store wins, and its token follows ours.
      const generation = sameLogin ? Math.max(record.generation, present.stamp.generation + 1) : record.generation
      const next = mint.fromRecord({ ...record, generation })
      vault.begin(next)
      if (present && isRival(record, present)) revoke(present)
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
      intentDeadline: isForeign ? endOf(intent, at) : null,
      unlocked: intent?.locked === false,
    }
  }
}

/** Whether a record takes the place of what is in the vault. */
export function isAhead(record: StoredSession, present: Credentials | null): boolean {
  if (present === null) return true
  const { epoch, generation } = present.stamp
  if (record.epoch === epoch)
    return record.generation > generation || (record.generation === generation && differs(record, present))
  return epochCount(record.epoch) >= epochCount(epoch)
}

/** Two who logged in at the same moment: whose login is there now did not see the other, and so has not revoked it. */
const isRival = (record: StoredSession, present: Credentials): boolean =>
  record.epoch !== present.stamp.epoch &&
  epochCount(record.epoch) === epochCount(present.stamp.epoch) &&
  differs(record, present)

const differs = ({ refreshToken }: StoredSession, present: Credentials): boolean =>
  refreshToken !== present.record.refreshToken
