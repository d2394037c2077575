import type { AuthSession } from '../auth-session'

/** Shows the panel for a session; what it returns takes it away. */
export function mountDevtools(session: AuthSession): () => void {
  const panel = document.createElement('auth-session-devtools')
  panel.dataset['status'] = session.getSnapshot().status
  document.body.append(panel)
  return () => panel.remove()
}
