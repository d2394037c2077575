import { vi } from 'vitest'
import type { AuthSessionEvents, AuthSnapshot } from 'xstate-auth-session'
import type { Session } from './scene'

/** Resolves when the session's snapshot fits, now or later. */
export function snapshotWhere(session: Session, fits: (snapshot: AuthSnapshot) => boolean): Promise<AuthSnapshot> {
  return new Promise((resolve) => {
    const look = () => {
      const snapshot = session.getSnapshot()
      if (fits(snapshot)) resolve(snapshot)
    }
    session.subscribe(look)
    look()
  })
}

/** Resolves when the session has that status, now or later. */
export const statusOf = (session: Session, status: AuthSnapshot['status']) =>
  snapshotWhere(session, (snapshot) => snapshot.status === status)

/** Resolves with the next event of that type. */
export const next = <Type extends keyof AuthSessionEvents>(session: Session, type: Type) =>
  new Promise<AuthSessionEvents[Type]>((resolve) => session.on(type, resolve))

/** Resolves when nothing that the assertion denies is left; for what only the server can tell. */
export const eventually = (assertion: () => unknown) => vi.waitFor(assertion, { timeout: 30_000, interval: 5 })
