import type { Intent, Stamp, StoredSession, StoredState } from 'xstate-auth-session'

type Reason = NonNullable<StoredState['tombstone']>['reason']

const count = (epoch: string) => Number(epoch.split('.')[0])
const same = (a: Stamp, b: Stamp) => a.epoch === b.epoch && a.generation === b.generation

/** What a store has to do, said once more and as simply as can be: one record, one note, and who has ended. */
export function createStoreModel() {
  let record: StoredSession | null = null
  let note: Intent | null = null
  let ended: { count: number; epochs: string[]; reason: Reason } | null = null

  const isDead = (epoch: string) => ended !== null && (count(epoch) < ended.count || ended.epochs.includes(epoch))

  return {
    read: (): StoredState => ({
      record,
      intent: note,
      tombstone: ended && { epochs: ended.epochs, reason: ended.reason },
      unreadable: false,
    }),

    commit(expected: Stamp | null, next: StoredSession): 'done' | 'conflict' | 'failed' {
      if (isDead(next.epoch)) return 'conflict'
      if (record !== null) {
        if (record.backend !== next.backend) return 'failed'
        if (expected === null && count(record.epoch) > count(next.epoch)) return 'conflict'
        if (expected !== null && !same(record, expected)) return 'conflict'
      }
      record = next
      note = null
      return 'done'
    },

    intend(stamp: Stamp, intent: Intent | null, expected?: Intent | null): boolean {
      const isSeen = expected === undefined || JSON.stringify(expected) === JSON.stringify(note)
      if (intent === null) {
        if (note !== null && same(note.stamp, stamp) && isSeen) note = null
        return true
      }
      if (!isSeen || isDead(stamp.epoch)) return false
      if (record?.epoch === stamp.epoch && record.generation > stamp.generation) return false
      if (record !== null && record.epoch !== stamp.epoch && count(record.epoch) >= count(stamp.epoch)) return false
      note = intent
      return true
    },

    end(epoch: string, reason: Reason): void {
      if (!isDead(epoch)) {
        const rivals = ended !== null && ended.count === count(epoch) ? ended.epochs : []
        ended = { count: count(epoch), epochs: [...rivals, epoch], reason }
      }
      if (record !== null && isDead(record.epoch)) record = null
      if (note !== null && isDead(note.stamp.epoch)) note = null
    },

    remove(): void {
      record = null
      note = null
    },
  }
}
