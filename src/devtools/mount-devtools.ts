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
 * document neither, or one whose style sheets can't be constructed: Safari before 16.4, older versions of jsdom.
 */
export function mountDevtools(session: AuthSession, { parent, ...options }: DevtoolsOptions = {}): () => void {
  if (!globalThis.document || !('replaceSync' in CSSStyleSheet.prototype)) return () => {}
  defineElement()
  const element = document.createElement(NAME) as DevtoolsElement
  element.options = options
  element.session = session
  // A script in the head may run before there is a body.
  const home = parent ?? (document.body as HTMLElement | null)
  if (home) {
    home.append(element)
    return () => element.remove()
  }
  const come = () => document.body.append(element)
  document.addEventListener('DOMContentLoaded', come, { once: true })
  return () => {
    document.removeEventListener('DOMContentLoaded', come)
    element.remove()
  }
}
