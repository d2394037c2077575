import { type Stamp, type StepInput, sameStamp, type WatchInput } from '../../machines'
import { type Comparison, compare } from './comparison'
import { holds, stand } from './lock-line'
import { NOW } from './moments'
import { numbersIn } from './notes'
import { present, rotate } from './rotations'
import { answer, tellRenewal } from './running-tab'
import { copyOf, intend, understood } from './shared-store'
import type { Stage, Tab } from './world'

/** A store that says so often that a sibling came first is not to be believed. */
const MAX_CONFLICTS = 10

/** What the renewal machine has invoked begins: see `src/renewal/renewal.ts`. */
export function begin(stage: Stage, tab: Tab, id: string, input: unknown): void {
  const { stamp } = input as StepInput
  if (id === 'lock') enter(stage, tab)
  else if (id === 'reread' || id === 'confirm') {
    tab.step = { id, view: null }
    if (!tab.entry?.written) read(stage, tab)
  } else if (id === 'intend') note(stage, tab, stamp)
  else if (id === 'request') request(stage, tab, stamp)
  else if (id === 'commit') tab.step = { id, rotation: present(tab)!.id }
  else watch(stage, tab, (input as WatchInput).subject as 'store' | 'rotation')
}

function enter(stage: Stage, tab: Tab): void {
  tab.needsLock = true
  tab.step = { id: 'lock' }
  if (!stage.bounds.locks || holds(stage, tab)) return admit(stage, tab, stage.bounds.locks)
  stand(stage, tab)
  stage.note(`${tab.name}->>L: ask`)
}

/** The turn has come, or the wait for it is over. */
export function admit(stage: Stage, tab: Tab, granted: boolean): void {
  tab.locked = granted
  tab.conflicts = 0
  tab.step = null
  answer(stage, tab, 'lock', { at: NOW, granted })
}

/** The store is read now; the tab hears of it later. */
export function read(stage: Stage, tab: Tab): void {
  if ((tab.step?.id !== 'reread' && tab.step?.id !== 'confirm') || tab.step.view) return
  tab.step.view = copyOf(stage)
  stage.note(`${tab.name}->>S: read`)
}

export function hearStore(stage: Stage, tab: Tab): void {
  if ((tab.step?.id !== 'reread' && tab.step?.id !== 'confirm') || !tab.step.view) return
  const { id, view } = tab.step
  const isSkipped = id === 'reread' && !stage.protocol.rereadsAfterLock
  const output: Comparison = isSkipped
    ? { found: 'same', at: NOW, exhausted: false, intentDeadline: null, unlocked: false }
    : compare(stage, tab, view)
  tab.seen = isSkipped ? 'unread' : understood(tab, view).intent
  answer(stage, tab, id, output)
}

function note(stage: Stage, tab: Tab, stamp: Stamp): void {
  const number = 1 + Math.max(...numbersIn(stage.world))
  const intent = { stamp, deadline: number, holder: tab.name, locked: tab.locked === true }
  tab.step = { id: 'intend', note: intent, isWritten: intend(stage, tab, stamp, intent) }
}

export function hearIntent(stage: Stage, tab: Tab): void {
  if (tab.step?.id !== 'intend') return
  const { note, isWritten } = tab.step
  tab.intent = note
  tab.conflicts = isWritten ? 0 : tab.conflicts + 1
  answer(stage, tab, 'intend', { at: NOW, conflict: tab.conflicts % MAX_CONFLICTS > 0 })
}

function request(stage: Stage, tab: Tab, stamp: Stamp): void {
  const spent = tab.vault
  if (!spent || !sameStamp(spent, stamp))
    return tellRenewal(stage, tab, { type: 'xstate.error.actor.request', actorId: 'request', error: null })
  if (tab.locked === null)
    return answer(stage, tab, 'request', {
      answer: 'failed',
      at: NOW,
      mayHaveRotated: false,
      retryAt: NOW,
      notBefore: null,
    })
  const running = present(tab)
  const rotation = running?.spent.token === spent.token && running.spent.epoch === spent.epoch ? running : null
  const sent = rotation ?? rotate(stage, tab, spent)
  sent.intent = tab.intent ?? sent.intent
  tab.intent = null
  tab.step = { id: 'request', rotation: sent.id }
}

function watch(stage: Stage, tab: Tab, subject: 'store' | 'rotation'): void {
  if (subject === 'store') {
    tab.step = { id: 'watch', subject }
    return
  }
  const rotation = present(tab)
  if (!rotation) return answer(stage, tab, 'watch', { at: NOW, answer: null })
  tab.step = { id: 'watch', subject, rotation: rotation.id }
}

/** Whether what is watched for at the store has come, or can come no more. */
export function storeMoved(stage: Stage, tab: Tab): boolean {
  const { record, intent } = understood({ ...tab }, stage.world.shelf)
  const stamp = tab.vault
  return !intent || (record !== null && !sameStamp(record, stamp))
}
