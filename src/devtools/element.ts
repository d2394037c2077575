import type { AuthSession } from '../auth-session'
import { createPanel, type PanelOptions } from './panel/panel'
import { STYLE } from './panel/style'

export const NAME = 'auth-session-devtools'

/** `<auth-session-devtools>`: give it a session, and it shows it for as long as it is in the page. */
export interface DevtoolsElement extends HTMLElement {
  session: AuthSession | null
  options: PanelOptions
}

/** Makes the element known to the page, once. */
export function defineElement(): void {
  if (customElements.get(NAME)) return
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(STYLE)

  class Devtools extends HTMLElement implements DevtoolsElement {
    options: PanelOptions = {}
    #session: AuthSession | null = null
    #remove: (() => void) | null = null
    readonly #root = this.attachShadow({ mode: 'open' })

    get session(): AuthSession | null {
      return this.#session
    }
    set session(session: AuthSession | null) {
      this.disconnectedCallback()
      this.#session = session
      if (this.isConnected) this.connectedCallback()
    }
    connectedCallback(): void {
      this.#root.adoptedStyleSheets = [sheet]
      if (this.#session) this.#remove ??= createPanel(this, this.#root, this.#session, this.options)
    }
    disconnectedCallback(): void {
      this.#remove?.()
      this.#remove = null
    }
  }
  customElements.define(NAME, Devtools)
}
