import { parseRecord } from '../../src/platform/record'
import { isDead } from '../../src/platform/tombstone'
import { takeInto } from './comparison'
import { FACTS, NOW } from './moments'
import { announce, answer, tellSession } from './running-tab'
import { clearIntent, commit, end, told } from './shared-store'
import { excuse, revoke } from './token-server'
import type { Held, Rotation, Stage, Tab } from './world'

/** The one that the renewal machine sees. */
export const present = (tab: Tab): Rotation | undefined => tab.rotations.find(({ current }) => current)

/** Sends the refresh token: see `src/renewal/rotation.ts`. */
export function rotate(stage: Stage, tab: Tab, spent: Held): Rotation {
  for (const other of tab.rotations) other.current = false
  if (isDead(spent.epoch, tab.buried)) stage.fail('a tab sends the token of a login that it knows to be ended')
  const intent = tab.intent!
  const rotation: Rotation = {
    id: intent.deadline,
    intent,
    spent,
    phase: 'sent',
    grant: null,
    result: null,
    current: true,
    fault: null,
  }
  tab.rotations.push(rotation)
  stage.note(`${tab.name}->>T: ${spent.token}, of ${told(spent)}`)
  const rivals = stage.world.tabs.flatMap(({ state, rotations }) => (state === 'alive' ? rotations : []))
  const isOpen = (rival: Rotation) => rival.fault === null && rival.phase === 'sent' && rival.id > stage.world.passed
  if (rivals.filter((rival) => rival.spent.token === spent.token && isOpen(rival)).length > 1)
    stage.fail('two rotations of one token are in flight')
  return rotation
}

/** The answer has come. */
export function hearAnswer(stage: Stage, tab: Tab, rotation: Rotation): void {
  stage.note(`T-->>${tab.name}: ${rotation.grant ?? 'refused'}`)
  if (rotation.grant === null) {
    clearIntent(stage, rotation.intent)
    return settle(stage, tab, rotation, { answer: 'refused', at: NOW })
  }
  if (!stage.protocol.persistsBeforeAnnouncing) announce(stage, tab)
  rotation.phase = 'granted'
  if (isHeardBy(tab, rotation, 'request')) answer(stage, tab, 'request', { answer: 'granted', at: NOW })
}

/** It never comes: cut off, or given up at its deadline. */
export function hearNothing(stage: Stage, tab: Tab, rotation: Rotation): void {
  stage.note(`T--x${tab.name}: no answer`)
  excuse(stage, rotation, 'a lost answer')
  settle(stage, tab, rotation, { answer: 'failed', at: NOW, mayHaveRotated: true, retryAt: NOW, notBefore: null })
}

function settle(stage: Stage, tab: Tab, rotation: Rotation, fact: object): void {
  drop(tab, rotation)
  if (isHeardBy(tab, rotation, 'request')) answer(stage, tab, 'request', fact)
  else if (isHeardBy(tab, rotation, 'watch')) answer(stage, tab, 'watch', { at: NOW, answer: fact })
}

/** Writes the successor; the tab hears of it later. */
export function commitGrant(stage: Stage, tab: Tab, rotation: Rotation): void {
  rotation.phase = 'committing'
  rotation.result = commit(stage, tab, rotation.spent, successorOf(rotation))
}

export function hearCommit(stage: Stage, tab: Tab, rotation: Rotation): void {
  const next = successorOf(rotation)
  const wasBuried = stage.protocol.heedsTombstones && isDead(next.epoch, tab.buried)
  if (rotation.result === 'done' && wasBuried) end(stage, next.epoch, tab.buried!.reason)
  const result = wasBuried ? 'conflict' : rotation.result
  drop(tab, rotation)
  if (result !== 'conflict' && takeInto(tab, next)) return hearTaken(stage, tab, rotation, next)
  if (result === 'done') announce(stage, tab)
  discard(stage, tab, next, result === 'done')
  if (isHeardBy(tab, rotation, 'commit')) answer(stage, tab, 'commit', { committed: false, at: NOW })
  else settle(stage, tab, rotation, { answer: 'failed', at: NOW, mayHaveRotated: true, retryAt: NOW, notBefore: null })
}

function hearTaken(stage: Stage, tab: Tab, rotation: Rotation, { epoch, generation }: Held): void {
  const taken = { at: NOW, stamp: { epoch, generation }, token: FACTS }
  if (isHeardBy(tab, rotation, 'commit')) return answer(stage, tab, 'commit', { committed: true, ...taken })
  tellSession(stage, tab, { type: 'tokens.replaced', ...taken, source: 'overdue' })
  if (stage.protocol.persistsBeforeAnnouncing) announce(stage, tab)
}

/** What lost against a sibling must not live on at the server, unless the sibling lives on it. */
function discard(stage: Stage, tab: Tab, lost: Held, isWritten: boolean): void {
  const text = isWritten ? null : stage.world.shelf.record
  const kept = [tab.vault?.token, text === null ? null : parseRecord(text)?.refreshToken]
  if (!kept.includes(lost.token)) revoke(stage, lost.token)
}

function isHeardBy({ step }: Tab, { id }: Rotation, actor: 'request' | 'commit' | 'watch'): boolean {
  return step?.id === actor && 'rotation' in step && step.rotation === id
}

function drop(tab: Tab, rotation: Rotation): void {
  tab.rotations = tab.rotations.filter((other) => other !== rotation)
}

function successorOf({ spent, grant }: Rotation): Held {
  return { epoch: spent.epoch, generation: spent.generation + 1, token: grant as string }
}
