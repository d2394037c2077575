import { sameStamp } from '../../machines'
import { parseRecord } from '../../src/platform/record'
import { isDead } from '../../src/platform/tombstone'
import { sessionChart } from './chart'
import { tombstoneOn } from './shared-store'
import type { Stage, Tab, World } from './world'

/** What holds in every state; each failure is told to the stage. */
export function check(stage: Stage): void {
  const { world } = stage
  const record = recordIn(world)
  if (record && isDead(record.epoch, tombstoneOn(world.shelf))) stage.fail('the store holds a login that has ended')
  for (const tab of world.tabs) {
    if (tab.state === 'crashed') continue
    const { stamp } = sessionChart.at(tab.session).context as { stamp: never }
    if (!sameStamp(stamp, tab.vault)) stage.fail('chart and vault know different tokens')
    if (tab.vault && isDead(tab.vault.epoch, tab.buried)) stage.fail('a tab holds a login that it knows to be ended')
  }
}

/** What holds besides where nothing is due any more. */
export function checkAtRest(stage: Stage): void {
  const { world } = stage
  if (world.tabs.some(waits)) stage.fail('a caller waits, and nothing will ever settle it')
  if (stage.bounds.channel === false || world.tabs.some(({ state }) => state === 'frozen')) return
  const record = recordIn(world)
  const isThere = (tab: Tab) => (tab.vault === null ? record === null : record !== null && sameStamp(record, tab.vault))
  if (!world.tabs.every((tab) => tab.state === 'crashed' || isThere(tab))) stage.fail('tabs at rest disagree')
}

/** Whether somebody who calls in this tab has to wait. */
export function waits({ state, session }: Tab): boolean {
  return (
    state === 'alive' && ['renewing.queuedRetry', 'renewing.proving', 'restoring'].includes(sessionChart.leaf(session))
  )
}

const recordIn = ({ shelf }: World) => (shelf.record === null ? null : (parseRecord(shelf.record) ?? null))
