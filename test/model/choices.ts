import { parseObject } from '../../src/platform/record'
import { hearEntryRead, hearEntryWritten, hearLook, logIn, logOut, look, perform } from './accounts'
import { renewalChart, sessionChart } from './chart'
import { crash, freeze, thaw } from './faults'
import { holds, leave } from './lock-line'
import { NOW } from './moments'
import { admit, hearIntent, hearStore, storeMoved } from './renewal-steps'
import { commitGrant, hearAnswer, hearCommit, hearNothing } from './rotations'
import { answer, tellRenewal, tellSession } from './running-tab'
import { handle, isAlive } from './token-server'
import type { Budget, Rotation, Stage, Tab, World } from './world'

/** Something that may happen next. `isDue`: it will, if nothing else does; other things need somebody's wish, or bad luck. */
export interface Choice {
  readonly isDue: boolean
  readonly tab: number
  readonly spends?: keyof Budget
  run(stage: Stage, tab: Tab): void
}

/** Everything that may happen next, in one order for one world. */
export function choicesIn(stage: Stage): Choice[] {
  const found: Choice[] = []
  for (const [index, tab] of stage.world.tabs.entries()) {
    const due = (run: Choice['run']) => found.push({ isDue: true, tab: index, run })
    const wish = (run: Choice['run'], spends?: keyof Budget) => {
      if (!spends || stage.world.left[spends] > 0)
        found.push(spends ? { isDue: false, tab: index, spends, run } : { isDue: false, tab: index, run })
    }
    serve(tab, due)
    if (tab.state === 'frozen') wish(thaw)
    if (tab.state !== 'alive') continue
    hear(stage, tab, due, wish)
    renew(stage, tab, due, wish)
    live(stage, tab, due, wish)
    wish(crash, 'crashes')
    wish(freeze, 'freezes')
  }
  if (timeMayPass(stage.world))
    found.push({ isDue: true, tab: 0, run: ({ world }) => (world.passed = nextDeadline(world)) })
  return found
}

type Add = (run: Choice['run']) => void
type Wish = (run: Choice['run'], spends?: keyof Budget) => void

/** The token server gets to what was sent, whoever sent it. */
function serve(tab: Tab, due: Add): void {
  for (const [index, { phase }] of tab.rotations.entries())
    if (phase === 'sent')
      due((stage, tab) => {
        handle(stage, tab.rotations[index]!)
        if (tab.state === 'crashed') tab.rotations.splice(index, 1)
      })
}

function hear({ world }: Stage, tab: Tab, due: Add, wish: Wish): void {
  for (const [index, rotation] of tab.rotations.entries()) {
    const told = (run: (stage: Stage, tab: Tab, rotation: Rotation) => void): Choice['run'] => {
      return (stage, tab) => run(stage, tab, tab.rotations[index]!)
    }
    if (rotation.phase === 'answered') due(told(hearAnswer))
    if (rotation.phase === 'answered') wish(told(hearNothing), 'losses')
    if (rotation.phase === 'granted') due(told(commitGrant))
    if (rotation.phase === 'committing') due(told(hearCommit))
    if (['sent', 'answered'].includes(rotation.phase) && rotation.fault === 'a freeze' && rotation.id <= world.passed)
      due(told(hearNothing))
  }
  if (tab.writes.length > 0) due(perform)
  if (tab.entry?.view) due(hearEntryRead)
  if (tab.entry?.result) due(hearEntryWritten)
  if (tab.look) due(hearLook)
  else if (tab.heard && !tab.entry?.written) due(look)
}

function renew(stage: Stage, tab: Tab, due: Add, wish: Wish): void {
  const { step, renewal } = tab
  if (renewal === null) return
  if ((step?.id === 'reread' || step?.id === 'confirm') && step.view) due(hearStore)
  if (step?.id === 'intend') due(hearIntent)
  if (step?.id === 'lock') {
    if (holds(stage, tab)) due((stage, tab) => admit(stage, tab, true))
    else if (intentOf(stage.world) === null) wish(goOnWithoutLock, 'delays')
    else if (intentOf(stage.world)! <= stage.world.passed) due(goOnWithoutLock)
  }
  const leaf = renewalChart.leaf(renewal)
  const rings = (timer: string): Choice['run'] => {
    return (stage, tab) => tellRenewal(stage, tab, { type: `xstate.after.${timer}.renewal.${leaf}` })
  }
  if (leaf === 'backingOff.pausing') due(rings('retryDue'))
  if (leaf === 'exclusive.requesting') wish(rings('requestTimeout'), 'delays')
  if (step?.id !== 'watch' || step.subject !== 'store') return
  if (storeMoved(stage, tab)) due((stage, tab) => answer(stage, tab, 'watch', { at: NOW, answer: null }))
  else if (intentOf(stage.world)! <= stage.world.passed) due(rings('retryDue'))
}

function goOnWithoutLock(stage: Stage, tab: Tab): void {
  leave(stage, tab)
  stage.note(`Note over ${tab.name}: goes on without the lock`)
  admit(stage, tab, false)
}

/** What the user, the app and the token's own end bring. */
function live(stage: Stage, tab: Tab, due: Add, wish: Wish): void {
  const leaf = sessionChart.leaf(tab.session)
  const tells = (event: { type: string }): Choice['run'] => {
    return (stage, tab) => {
      stage.note(`Note over ${tab.name}: ${event.type}`)
      tellSession(stage, tab, event)
    }
  }
  if (tab.restarts) due(tells({ type: 'renewal.faulted' }))
  if (!tab.entry) wish(logIn, 'logins')
  if (!tab.vault) return
  wish(logOut, 'logouts')
  const { epoch, generation, token } = tab.vault
  if (leaf === 'authenticated' && generation <= stage.bounds.renewals)
    wish(tells({ type: 'xstate.after.renewalDue.session.authenticated' }))
  if (leaf === 'renewing.refreshing' && stage.bounds.waiters)
    wish(tells({ type: 'xstate.after.tokenLapse.session.renewing.refreshing' }))
  const refusal = { type: 'request.unauthorized', at: NOW, stamp: { epoch, generation }, news: true, final: false }
  if (leaf === 'authenticated' && !isAlive(stage, token)) wish(tells(refusal))
}

const intentOf = ({ shelf }: World): number | null => {
  const deadline = parseObject(shelf.intent)?.['deadline']
  return typeof deadline === 'number' ? deadline : null
}

function nextDeadline({ passed, shelf, tabs }: World): number {
  const intent = intentOf({ shelf } as World)
  const numbers = [
    ...(intent === null ? [] : [intent]),
    ...tabs.flatMap(({ rotations }) => rotations.map(({ id }) => id)),
  ]
  return Math.min(...numbers.filter((number) => number > passed))
}

/** Whoever is awake hears of its own deadline first; and nothing changes as long as nobody waits for one. */
function timeMayPass(world: World): boolean {
  const next = nextDeadline(world)
  const awake = world.tabs.filter(({ state }) => state === 'alive')
  const isAwaited = awake.some(
    ({ step, rotations }) =>
      step?.id === 'lock' ||
      (step?.id === 'watch' && step.subject === 'store') ||
      rotations.some(({ fault }) => fault === 'a freeze'),
  )
  const isHeld = awake.some(
    ({ step, rotations }) =>
      rotations.some(({ id, fault }) => id <= next && fault === null) ||
      (step?.id === 'intend' && step.note.deadline <= next),
  )
  return next < Number.POSITIVE_INFINITY && isAwaited && !isHeld
}
