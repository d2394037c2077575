import type { AnyEventObject } from 'xstate'
import type { EndReason, RenewalOutput } from '../../machines'
import { bury } from '../../src/platform/tombstone'
import { type Effect, renewalChart, sessionChart } from './chart'
import { leave } from './lock-line'
import type { Stage, Tab } from './world'

/** Tells the session machine, and does what it asks for. */
export function tellSession(stage: Stage, tab: Tab, event: AnyEventObject): void {
  const before = sessionChart.leaf(tab.session)
  const { to, effects } = sessionChart.take(tab.session, event)
  tab.session = to
  const after = sessionChart.leaf(to)
  if (after !== before) stage.note(`Note over ${tab.name}: ${after}`)
  for (const effect of effects) askedBySession(stage, tab, effect)
}

function askedBySession(stage: Stage, tab: Tab, { type, id, input, event, params }: Effect): void {
  if (type === 'xstate.spawnChild' && id === 'renewal') startRenewal(stage, tab, input)
  else if (type === 'xstate.stopChild' && id === 'renewal') stopRenewal(stage, tab)
  else if (type === 'xstate.sendTo' && tab.renewal !== null) tellRenewal(stage, tab, event!)
  else if (type === 'xstate.raise' && id === 'restart') tab.restarts = true
  else if (type === 'xstate.cancel' && id === 'restart') tab.restarts = false
  else if (type === 'endRenewal') tab.needsLock = false
  else if (type === 'dropTokens' && tab.vault) {
    const { epoch } = tab.vault
    const reason = params['reason'] as EndReason
    tab.vault = null
    tab.buried = bury(epoch, reason, tab.buried)
    tab.writes.push({ kind: 'end', epoch, reason, revoked: null })
  }
}

function startRenewal(stage: Stage, tab: Tab, input: unknown): void {
  const { to, effects } = renewalChart.begin(input)
  tab.renewal = to
  for (const effect of effects) askedByRenewal(stage, tab, effect)
}

function stopRenewal(stage: Stage, tab: Tab): void {
  tab.renewal = null
  stopStep(stage, tab)
}

/** What an actor of the renewal has come to. */
export function answer(stage: Stage, tab: Tab, actor: string, output: unknown): void {
  tellRenewal(stage, tab, { type: `xstate.done.actor.${actor}`, actorId: actor, output })
}

export function tellRenewal(stage: Stage, tab: Tab, event: AnyEventObject): void {
  const { to, effects } = renewalChart.take(tab.renewal!, event)
  tab.renewal = to
  for (const effect of effects) askedByRenewal(stage, tab, effect)
  const { status, output } = renewalChart.at(to)
  if (status !== 'done') return
  stopRenewal(stage, tab)
  stage.note(`Note over ${tab.name}: renewal ${(output as RenewalOutput).outcome}`)
  tellSession(stage, tab, { type: 'xstate.done.actor.renewal', actorId: 'renewal', output })
}

function askedByRenewal(stage: Stage, tab: Tab, { type, id, input }: Effect): void {
  if (type === 'xstate.spawnChild') stage.begin(tab, id, input)
  else if (type === 'xstate.stopChild') {
    if (tab.step?.id === id) stopStep(stage, tab)
  } else if (type === 'releaseLock') tab.needsLock = false
  else if (type === 'announce' && stage.protocol.persistsBeforeAnnouncing) announce(stage, tab)
}

function stopStep(stage: Stage, tab: Tab): void {
  if (tab.step?.id === 'lock') leave(stage, tab)
  tab.step = null
}

/** Everybody who listens is about to look at the store. */
export function announce({ world, bounds, note }: Stage, tab: Tab): void {
  if (bounds.channel === false) return
  for (const other of world.tabs) {
    if (other === tab || other.state !== 'alive') continue
    other.heard = true
    note(`${tab.name}--)${other.name}: look at the store`)
  }
}
