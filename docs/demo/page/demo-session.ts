import { createAuthSession, webStorage } from 'xstate-auth-session'
import { simpleJwt } from 'xstate-auth-session/backends'
import { type Transition, watchTransitions } from '../transition'

/** How long the long form is held for its user's next login; ms. */
export const HOLD_FOR = 120_000

export type DemoSession = ReturnType<typeof createDemoSession>

/** The session of the page, with the page's own origin; F5 keeps it. */
export function createDemoSession(transport: typeof globalThis.fetch, onTransition: (transition: Transition) => void) {
  return createAuthSession({
    backend: simpleJwt({ baseUrl: '', rotation: 'always' }),
    storage: webStorage(() => sessionStorage),
    fetch: transport,
    // Made for tokens of 20 s and for a visitor who revokes them as fast as they come: an app leaves all of this out.
    renewal: { ahead: 6_000, minInterval: 0, backoff: { max: 2_000 } },
    queue: { holdFor: HOLD_FOR },
    inspect: watchTransitions(onTransition),
  })
}
