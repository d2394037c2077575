import type { AuthSession } from '../auth-session'
import type { Clock } from '../platform/clock'
import { type Callback, createCallback } from '../session/signals'

/** Calls the app back as the session does: what throws is reported, or told as its `fault`. */
export function createFaults({ actor }: AuthSession, clock: Clock): Callback {
  return createCallback((where, message) => actor.send({ type: 'fault.raised', at: clock.now(), where, message }))
}
