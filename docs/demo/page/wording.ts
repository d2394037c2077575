import type { EndReason, RenewalDelay, SessionStatus } from 'xstate-auth-session'

interface Words {
  readonly means: string
  readonly tone: 'plain' | 'good' | 'calm' | 'busy' | 'bad'
}

/** What each status means to who looks at it. */
export const statuses: Readonly<Record<SessionStatus, Words>> = {
  restoring: { means: 'What this tab has kept is being read, and proved if need be. Requests wait.', tone: 'busy' },
  anonymous: { means: 'Nobody is logged in. Requests leave without a token.', tone: 'plain' },
  authenticated: { means: 'The access token is good, and a timer is set to renew it in time.', tone: 'good' },
  refreshing: { means: 'A renewal is under way. The token is still good, so requests leave with it.', tone: 'calm' },
  queuedRetry: {
    means:
      'A renewal is under way and the token is no good any more: requests wait, and leave when there is a new one.',
    tone: 'busy',
  },
  expired: { means: 'The session has ended against the user’s will.', tone: 'bad' },
  loggedOut: {
    means: 'The user has logged out, and the server is told to revoke the tokens, as soon as it can be reached.',
    tone: 'plain',
  },
}

/** Why a session ended. */
export const endings: Readonly<Record<EndReason, string>> = {
  not_restored: 'The session that this tab had kept could not be continued.',
  rejected: 'The server no longer accepts the refresh token.',
  answer_lost: 'An answer got lost on its way, and the new refresh token with it.',
  refresh_token_expired: 'The refresh token has run out.',
  access_token_expired: 'The access token has run out, and there was nothing to renew it with.',
  access_token_refused: 'The server has refused the access token, and there was nothing to renew it with.',
}

/** What kept a renewal from succeeding. */
export const delays: Readonly<Record<RenewalDelay['cause'], string>> = {
  not_rotated: 'the server is busy',
  maybe_rotated: 'no answer came',
  misconfigured: 'the answer makes no sense',
  offline: 'there is no network',
  overdue: 'the answer takes long',
}
