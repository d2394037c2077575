import type { SessionStatus } from 'xstate-auth-session'

/** What every screen shows of itself in each status. */
export const shown: Readonly<Record<SessionStatus, string>> = {
  restoring: '<progress></progress>',
  anonymous: '<button>Log in</button>',
  authenticated: '<h1>Your notes</h1><button>Log out</button>',
  refreshing: '<h1>Your notes</h1><button>Log out</button>',
  queuedRetry: '<h1>Your notes</h1><p>Connecting…</p><button>Log out</button>',
  expired: '<p>Your session has ended.</p><button>Log in</button>',
  loggedOut: '<button>Log in</button>',
}
