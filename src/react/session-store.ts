import type { Observer, Subscription } from 'xstate'
import type { AuthSession } from '../auth-session'
import type { AuthSnapshot } from '../session/snapshot'

/** What `useSelector` of `@xstate/react` reads. */
export interface SnapshotStore {
  getSnapshot(): AuthSnapshot
  subscribe(listener: Observer<AuthSnapshot> | ((snapshot: AuthSnapshot) => void)): Subscription
}

/** What every page shows before its session has begun: on a server, and while its HTML comes alive. */
const BEFORE: AuthSnapshot = Object.freeze({
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

export const storeBefore: SnapshotStore = {
  getSnapshot: () => BEFORE,
  subscribe: () => ({ unsubscribe() {} }),
}

export function storeOf(session: AuthSession): SnapshotStore {
  return {
    getSnapshot: session.getSnapshot,
    subscribe(listener) {
      const next = typeof listener === 'function' ? listener : listener.next
      return { unsubscribe: session.subscribe((snapshot) => next?.(snapshot)) }
    },
  }
}
