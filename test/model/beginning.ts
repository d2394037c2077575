import { sessionChart } from './chart'
import { FACTS, NOW, REQUEST_TIMEOUT } from './moments'
import { FIRST_NOTE } from './notes'
import { type Bounds, type Held, recordOf, type Tab, type World } from './world'

const FIRST: Held = { epoch: '1.O', generation: 1, token: '0:1' }

/** One login, which every tab has restored from the store. */
export function beginning({
  tabs,
  logins = 0,
  logouts = 0,
  crashes = 0,
  freezes = 0,
  losses = 0,
  delays = 0,
}: Bounds): World {
  return {
    shelf: { record: JSON.stringify(recordOf(FIRST)), intent: null, ended: null },
    line: [],
    families: [{ newest: 1, isDead: false, spent: [] }],
    tabs: ['A', 'B', 'C', 'D'].slice(0, tabs).map(tabNamed),
    left: { logins, logouts, crashes, freezes, losses, delays },
    passed: FIRST_NOTE,
  }
}

function tabNamed(name: string): Tab {
  const settings = {
    persistence: 'device',
    restoreTimeout: REQUEST_TIMEOUT,
    requestTimeout: REQUEST_TIMEOUT,
    whileHidden: true,
  }
  const stamp = { epoch: FIRST.epoch, generation: FIRST.generation }
  const output = { found: 'fresh', at: NOW, stamp, token: FACTS, subject: null, lastLogin: null }
  const restored = { type: 'xstate.done.actor.restore', actorId: 'restore', output }
  return {
    name,
    state: 'alive',
    session: sessionChart.take(sessionChart.begin(settings).to, restored).to,
    renewal: null,
    restarts: false,
    vault: FIRST,
    buried: null,
    epochs: 0,
    step: null,
    intent: null,
    conflicts: 0,
    needsLock: false,
    locked: null,
    seen: 'unread',
    rotations: [],
    heard: false,
    look: null,
    entry: null,
    writes: [],
  }
}
