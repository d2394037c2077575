import type { SessionStatus } from '../../machines'
import type { AuthSession } from '../auth-session'

/** The status as soon as the session is no longer restoring; for guards, which leave a page to whoever keeps it started. */
export async function settledStatus(session: AuthSession): Promise<SessionStatus> {
  try {
    return await session.start()
  } finally {
    session.stop()
  }
}
