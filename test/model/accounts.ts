import { epochCount } from '../../machines'
import { bury, isDead } from '../../src/platform/tombstone'
import { sessionChart } from './chart'
import { compare } from './comparison'
import { FACTS, NOW } from './moments'
import { read } from './renewal-steps'
import { announce, tellSession } from './running-tab'
import { commit, copyOf, end, told, understood } from './shared-store'
import { grantLogin, revoke } from './token-server'
import type { Entry, Stage, Tab, Write } from './world'

/** The server has let somebody in: the store is read first, see `src/session/login.ts`. */
export function logIn(stage: Stage, tab: Tab): void {
  stage.note(`${tab.name}->>T: log in`)
  tab.entry = readFor(stage, tab, grantLogin(stage), 1)
}

function readFor(stage: Stage, tab: Tab, token: string, tries: number): Entry {
  stage.note(`${tab.name}->>S: read`)
  return { token, tries, view: copyOf(stage), written: null, result: null }
}

export function hearEntryRead(stage: Stage, tab: Tab): void {
  const entry = tab.entry!
  const { record, tombstone } = understood(tab, entry.view!)
  const known = [tab.vault?.epoch, record?.epoch, tombstone?.epochs[0]].map((epoch) => epochCount(epoch ?? ''))
  tab.epochs = Math.max(tab.epochs, ...known) + 1
  const replaced = new Set([tab.vault?.token, record?.refreshToken])
  const held = { epoch: `${tab.epochs}.${nonceOf(stage, tab)}`, generation: 1, token: entry.token }
  tab.vault = held
  // What was read before the login is there is read again.
  if (tab.look) Object.assign(tab, { look: null, heard: true })
  const stamp = { epoch: held.epoch, generation: 1 }
  tellSession(stage, tab, { type: 'session.loggedIn', at: NOW, stamp, token: FACTS, subject: null, lastLogin: null })
  for (const token of replaced) if (token && token !== entry.token) revoke(stage, token)
  tab.entry = { ...entry, view: null, written: held }
  tab.writes.push({ kind: 'login', held })
}

/** Of two logins with one count it decides; where there is but one, it tells tabs apart that are alike. */
const nonceOf = ({ bounds }: Stage, { name }: Tab) => ((bounds.logins ?? 0) > 1 ? name : 'N')

export function hearEntryWritten(stage: Stage, tab: Tab): void {
  const { token, tries, written, result } = tab.entry!
  const { epoch } = written!
  tab.entry = null
  const wasBuried = result === 'done' && isDead(epoch, tab.buried)
  if (wasBuried) end(stage, epoch, tab.buried!.reason)
  if (result === 'done' && !wasBuried) announce(stage, tab)
  else if (tab.vault?.token === token && tab.vault.generation === 1 && tries < 5)
    tab.entry = readFor(stage, tab, token, tries + 1)
  else if (tab.vault?.epoch !== epoch) revoke(stage, token)
  if (!tab.entry) read(stage, tab)
}

/** Here at once, then in the store: see `src/session/logout.ts`. */
export function logOut(stage: Stage, tab: Tab): void {
  const { epoch, token } = tab.vault!
  stage.note(`Note over ${tab.name}: the user logs out`)
  if (tab.entry?.view) {
    revoke(stage, tab.entry.token)
    tab.entry = null
  }
  tab.vault = null
  tab.buried = bury(epoch, 'logged_out', tab.buried)
  tab.writes.push({ kind: 'end', epoch, reason: 'logged_out', revoked: token })
  tellSession(stage, tab, { type: 'user.loggedOut', at: NOW, everywhere: false })
}

/** The first write in line is done; for an ended login, it is told and revoked. */
export function perform(stage: Stage, tab: Tab): void {
  const write = tab.writes.shift() as Write
  if (write.kind === 'login') {
    const result = commit(stage, tab, null, write.held)
    if (tab.entry?.written) tab.entry.result = result
    return
  }
  end(stage, write.epoch, write.reason)
  tab.buried = bury(write.epoch, write.reason, tab.buried)
  stage.note(`${tab.name}->>S: end ${write.epoch}, ${write.reason}`)
  announce(stage, tab)
  if (write.revoked !== null) revoke(stage, write.revoked)
  if (sessionChart.leaf(tab.session) === 'loggedOut.revoking')
    tellSession(stage, tab, { type: 'xstate.done.actor.revoke', actorId: 'revoke', output: undefined })
}

/** Somebody said so: the store is read now, and heard of later. */
export function look(stage: Stage, tab: Tab): void {
  tab.heard = false
  tab.look = copyOf(stage)
  stage.note(`${tab.name}->>S: look: ${told(JSON.parse(tab.look.record ?? '{"epoch":"nothing","generation":0}'))}`)
}

/** See `src/session/siblings.ts`. */
export function hearLook(stage: Stage, tab: Tab): void {
  const view = tab.look!
  const epoch = tab.vault?.epoch ?? ''
  tab.look = null
  const output = compare(stage, tab, view)
  if (output.found === 'same') return
  if (output.found === 'newer') return tellSession(stage, tab, { ...output, type: 'sibling.renewed' })
  if (output.found === 'another') return tellSession(stage, tab, { ...output, type: 'sibling.loggedIn' })
  const { at, reason } = output
  if (reason === 'logged_out') tellSession(stage, tab, { type: 'sibling.loggedOut', at, epoch })
  else tellSession(stage, tab, { type: 'sibling.expired', at, epoch, reason })
}
