import type { AuthSession } from '../auth-session'
import { type DevtoolsElement, defineElement, NAME } from './element'
import type { PanelOptions } from './panel/panel'

/** How the panel is shown at first. */
export interface DevtoolsOptions extends PanelOptions {
  /** What it is appended to. @default `document.body` */
  readonly parent?: Element | undefined
}

/**
 * Shows the panel for a session; what it returns takes it away. In a production build it does nothing, and where there is no
 * document neither.
 */
export function mountDevtools(session: AuthSession, { parent, ...options }: DevtoolsOptions = {}): () => void {
  if (!globalThis.document) return () => {}
  defineElement()
  const element = document.createElement(NAME) as DevtoolsElement
  element.options = options
  element.session = session
  const home = parent ?? document.body
  home.append(element)
  return () => element.remove()
}
