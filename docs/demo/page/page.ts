import type { ControlState } from '../../../test/backends/embedded'
import { createControl } from './control'
import { createDemoSession } from './demo-session'
import { find, write } from './element'
import { createReportPanel } from './report-panel'
import { createStatusPanel } from './status-panel'
import { createTokenPanel } from './token-panel'
import { createTraffic } from './traffic'
import { createTrafficPanel } from './traffic-panel'
import { createTransitionsPanel } from './transitions-panel'
import { createTryPanel } from './try-panel'
import { createUserPanel } from './user-panel'
import { userOf } from './view'

/** How often what counts down is drawn; ms. */
const TICK = 100

const control = createControl()
const traffic = createTraffic(createTrafficPanel())
const session = createDemoSession(traffic.transport, createTransitionsPanel())
let server: Pick<ControlState, 'up' | 'accessLifetime'> = { up: true, accessLifetime: 20 }

const panels = [
  createStatusPanel(),
  createTokenPanel(),
  createUserPanel(session),
  createTryPanel({ session, control, traffic, onState }),
  createReportPanel({ session, control, traffic, onState }),
]

function onState(state: ControlState): void {
  server = state
  write(find('lifetime', HTMLElement), String(state.accessLifetime))
  draw()
}

function draw(): void {
  const snapshot = session.getSnapshot()
  const { context } = session.actor.getSnapshot()
  const view = {
    snapshot,
    context,
    user: userOf(snapshot),
    now: Date.now(),
    lifetime: server.accessLifetime * 1_000,
    up: server.up,
  }
  for (const panel of panels) panel(view)
}

session.subscribe(draw)
setInterval(draw, TICK)
addEventListener('beforeunload', () => {
  if (!server.up) control.mendOnLeave()
})
draw()
session.start()
control.state().then(onState, () => {})
