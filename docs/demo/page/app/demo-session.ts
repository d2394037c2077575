import { createAuthSession } from 'xstate-auth-session'
import { simpleJwt } from 'xstate-auth-session/backends'
import { developmentPorts } from 'xstate-auth-session/devtools'
import { indexedDbStorage } from 'xstate-auth-session/indexeddb'

/** How long a report is held for its user's next login; ms. */
export const HOLD_FOR = 120_000

const ports = developmentPorts({ storage: indexedDbStorage() })

/** The session's own time, which the panel's levers move; ms. */
export const now = (): number => ports.clock?.now() ?? Date.now()

export type DemoSession = ReturnType<typeof createDemoSession>

/** The session of a page, with the page's own origin; all tabs share it, and F5 keeps it. */
export function createDemoSession() {
  return createAuthSession({
    backend: simpleJwt({ baseUrl: '', rotation: 'always' }),
    // Made for tokens of 20 s and for a visitor who revokes them as fast as they come: an app leaves both out.
    renewal: { ahead: 6_000, minInterval: 0, backoff: { max: 2_000 } },
    queue: { holdFor: HOLD_FOR },
    ...ports,
  })
}
