import type { AuthSession } from 'xstate-auth-session'
import { mountDevtools } from 'xstate-auth-session/devtools'

/** Docks the panel, closed: a button that shows the status. What it returns opens it. */
export function dockPanel(session: AuthSession): () => void {
  let remove = mountDevtools(session, { open: false })
  return () => {
    remove()
    remove = mountDevtools(session, { open: true })
    // Room to scroll what it covers into sight.
    document.body.classList.add('with-panel')
  }
}
