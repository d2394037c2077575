import type { AuthSession } from '../auth-session'
import { AuthSessionError } from '../errors'

/** @throws AuthSessionError `disposed`, where the session has ended for good. */
export function refuseDisposed({ disposed }: AuthSession): void {
  if (disposed) throw new AuthSessionError('disposed')
}

/**
 * Keeps a session started until what it returns is called. One that has ended for good, or ends before it has been restored, is an
 * unhandled rejection: whoever shows it would show `restoring` for ever.
 */
export function keepStarted(session: AuthSession): () => void {
  let isKept = true
  session.start().catch((error: unknown) => {
    if (isKept) throw error
  })
  return () => {
    if (!isKept) return
    isKept = false
    session.stop()
  }
}
