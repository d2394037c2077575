import type { ControlState } from '../../../test/backends/embedded'
import type { Control } from './control'
import type { DemoSession } from './demo-session'
import type { Traffic } from './traffic'

/** What a panel that sends requests is given. */
export interface PanelParts {
  readonly session: DemoSession
  readonly control: Control
  readonly traffic: Traffic
  /** What the server has last said of itself. */
  readonly onState: (state: ControlState) => void
}
