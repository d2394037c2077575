import { type Stamp, sameStamp } from '../../machines'
import { type Intent, parseObject, parseRecord, type StoredState } from '../../src/platform/record'
import { recordStore } from '../../src/platform/record-store'
import { bury, isDead, type Tombstone } from '../../src/platform/tombstone'
import { type Held, recordOf, type Shelf, type Stage, type Tab } from './world'

const KEY = 'k'
const ENTRIES: Readonly<Record<string, keyof Shelf>> = { k: 'record', 'k.intent': 'intent', 'k.ended': 'ended' }

type Result = 'done' | 'conflict' | 'failed'

/** The shipped protocol over those entries, one transaction a call. */
function storeOver(shelf: Shelf, hidden?: keyof Shelf) {
  const entry = (key: string) => ENTRIES[key]!
  return recordStore({
    key: KEY,
    scope: 'device',
    area: {
      getItem: (key) => (entry(key) === hidden ? null : shelf[entry(key)]),
      setItem(key, value) {
        shelf[entry(key)] = value
      },
      removeItem(key) {
        shelf[entry(key)] = null
      },
    },
  })
}

export const tombstoneOn = (shelf: Shelf) => (parseObject(shelf.ended) ?? null) as Tombstone | null

/** The entries as they are now, for whoever hears of them later. */
export const copyOf = ({ world }: Stage): Shelf => ({ ...world.shelf })

/** What a tab makes of what it has read: nothing that it knows to be dead comes alive. */
export function understood(tab: Tab, view: Shelf): StoredState {
  const state = storeOver(view).read() as StoredState
  for (const epoch of state.tombstone?.epochs ?? []) tab.buried = bury(epoch, state.tombstone!.reason, tab.buried)
  const isAlive = state.record && !isDead(state.record.epoch, tab.buried)
  return { ...state, record: isAlive ? state.record : null, tombstone: tab.buried }
}

export function commit(stage: Stage, tab: Tab, expected: Stamp | null, next: Held): Result {
  const { shelf } = stage.world
  const { comparesStamps, heedsTombstones } = stage.protocol
  const held = shelf.record === null ? undefined : parseRecord(shelf.record)
  const wasDead = held && isDead(held.epoch, tombstoneOn(shelf))
  const store = storeOver(shelf, heedsTombstones ? undefined : 'ended')
  const result = store.commit(comparesStamps || !expected || !held ? expected : held, recordOf(next)) as Result
  stage.note(`${tab.name}->>S: commit ${told(next)}: ${result}`)
  if (result !== 'done' || !expected || !held || wasDead) return result
  if (!sameStamp(held, expected)) stage.fail('a renewal overwrites what has come in the place of its token')
  return result
}

/** `true`: it is written. */
export function intend(stage: Stage, tab: Tab, stamp: Stamp, intent: Intent): boolean {
  const { shelf } = stage.world
  const expected = tab.seen === 'unread' || !stage.protocol.comparesIntents ? undefined : tab.seen
  const isWritten = storeOver(shelf).intend(stamp, intent, expected) as boolean
  stage.note(`${tab.name}->>S: intend ${told(stamp)}: ${isWritten ? 'written' : 'a sibling came first'}`)
  if (isWritten && isDead(stamp.epoch, tombstoneOn(shelf)))
    stage.fail('the token of an ended login is about to be spent')
  return isWritten
}

/** Clears that very intent. */
export function clearIntent({ world }: Stage, intent: Intent): void {
  storeOver(world.shelf).intend(intent.stamp, null, intent)
}

export function end({ world, protocol }: Stage, epoch: string, reason: Tombstone['reason']): void {
  storeOver(world.shelf).end(epoch, reason)
  if (!protocol.sparesOthersIntents) world.shelf.intent = null
}

export const told = ({ epoch, generation }: Stamp) => `${epoch}/${generation}`
