import { leave, stand } from './lock-line'
import { excuse } from './token-server'
import type { Stage, Tab } from './world'

/** What it has sent goes on without it. */
export function crash(stage: Stage, tab: Tab): void {
  stage.note(`Note over ${tab.name}: crashes`)
  for (const rotation of tab.rotations) excuse(stage, rotation, 'a crash')
  leave(stage, tab)
  Object.assign(tab, {
    state: 'crashed',
    vault: null,
    step: null,
    look: null,
    entry: null,
    heard: false,
    renewal: null,
  })
  Object.assign(tab, { buried: null, restarts: false, needsLock: false, writes: [], session: 0, seen: null })
  // Somebody comes back to another tab, and it looks at the store.
  for (const other of stage.world.tabs) if (other.state === 'alive') other.heard = true
}

/** It gives its lock back, and hears nothing any more. */
export function freeze(stage: Stage, tab: Tab): void {
  stage.note(`Note over ${tab.name}: freezes`)
  for (const rotation of tab.rotations) excuse(stage, rotation, 'a freeze')
  leave(stage, tab)
  tab.state = 'frozen'
  tab.locked = null
  tab.heard = false
}

/** It stands in line anew, and looks at the store. */
export function thaw(stage: Stage, tab: Tab): void {
  stage.note(`Note over ${tab.name}: thaws`)
  tab.state = 'alive'
  tab.heard = true
  if (tab.step?.id === 'lock') stand(stage, tab)
}
