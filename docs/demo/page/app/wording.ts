import { AuthSessionError, type EndReason, type SessionStatus } from 'xstate-auth-session'

interface Words {
  readonly means: string
  readonly tone: 'plain' | 'good' | 'busy' | 'bad'
}

/** What each status means to who uses the app. */
export const statuses: Readonly<Record<SessionStatus, Words>> = {
  restoring: { means: 'Looking whether you are still logged in', tone: 'busy' },
  anonymous: { means: 'Not logged in', tone: 'plain' },
  authenticated: { means: 'Logged in', tone: 'good' },
  refreshing: { means: 'Logged in, and being prolonged', tone: 'good' },
  queuedRetry: { means: 'Reconnecting: what you do waits', tone: 'busy' },
  expired: { means: 'Session ended', tone: 'bad' },
  loggedOut: { means: 'Logged out', tone: 'plain' },
}

/** Why a session ended. */
export const endings: Readonly<Record<EndReason, string>> = {
  not_restored: 'The login that this browser had kept could not be continued.',
  rejected: 'The server has ended this login.',
  answer_lost: 'An answer of the server got lost on its way, and the login with it.',
  refresh_token_expired: 'This login was too old.',
  access_token_expired: 'This login has run out, and it can’t be prolonged.',
  access_token_refused: 'The server has ended this login.',
}

/** What went wrong with a login or a request. */
export function explainFailure(reason: unknown): string {
  if (!(reason instanceof AuthSessionError)) return 'The server can’t be reached.'
  if (reason.code === 'login_rejected') return 'The server knows no such user name and password.'
  if (reason.code === 'unreachable') return 'The server can’t be reached.'
  return `${reason.message}.`
}
