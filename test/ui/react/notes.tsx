import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import type { AuthSession } from 'xstate-auth-session'
import { AuthSessionProvider, LoggedIn, NotLoggedIn, SessionExpired, useAuthStatus } from 'xstate-auth-session/react'

/** Shows who is in, what they can do, and that they may have to wait. */
function Notes() {
  const status = useAuthStatus()
  return (
    <main>
      {status === 'restoring' && <progress />}
      <LoggedIn>
        <h1>Your notes</h1>
        {status === 'queuedRetry' && <p>Connecting…</p>}
        <button type="button">Log out</button>
      </LoggedIn>
      <SessionExpired>
        <p>Your session has ended.</p>
      </SessionExpired>
      <NotLoggedIn>
        <button type="button">Log in</button>
      </NotLoggedIn>
    </main>
  )
}

/** Shows the app over that session; what it returns takes it away. */
export function open(session: AuthSession): () => void {
  const container = document.createElement('div')
  document.body.append(container)
  const root = createRoot(container)
  root.render(
    <StrictMode>
      <AuthSessionProvider session={session}>
        <Notes />
      </AuthSessionProvider>
    </StrictMode>,
  )
  return () => {
    root.unmount()
    container.remove()
  }
}
