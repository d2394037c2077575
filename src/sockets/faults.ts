import type { AuthSession } from '../auth-session'
import type { Clock } from '../platform/clock'
import type { Callback } from '../session/signals'

/** Calls the app back as the session does: what throws is reported, or told as its `fault`. */
export function createFaults({ actor }: AuthSession, clock: Clock): Callback {
  return (where, listener, value) => {
    try {
      listener(value)
    } catch (error) {
      const message = error instanceof Error ? error.name : typeof error
      if ('reportError' in globalThis) reportError(error)
      else actor.send({ type: 'fault.raised', at: clock.now(), where, message })
    }
  }
}
