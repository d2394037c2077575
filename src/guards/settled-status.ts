import type { SessionStatus } from '../../machines'
import type { AuthSession } from '../auth-session'

/** The status as soon as the session is no longer restoring. It is started for that, and left to whoever keeps it so. */
export async function settledStatus(session: AuthSession): Promise<SessionStatus> {
  try {
    return await session.start()
  } finally {
    session.stop()
  }
}
