import type { AuthSnapshot } from '../session/snapshot'

/** What every page shows before its session has begun: on a server, and while its HTML comes alive. */
export const SNAPSHOT_BEFORE: AuthSnapshot = Object.freeze({
  status: 'restoring',
  loggedIn: false,
  degraded: false,
  user: null,
  claims: null,
  expiresAt: null,
  endReason: null,
  waiting: 0,
  held: 0,
  persistence: 'page',
  lastLogin: null,
})
