import type { Observer, Subscription } from 'xstate'
import type { AuthSession } from '../auth-session'
import { SNAPSHOT_BEFORE } from '../guards/snapshot-before'
import type { AuthSnapshot } from '../session/snapshot'

/** What `useSelector` of `@xstate/react` reads. */
export interface SnapshotStore {
  getSnapshot(): AuthSnapshot
  subscribe(listener: Observer<AuthSnapshot> | ((snapshot: AuthSnapshot) => void)): Subscription
}

export const storeBefore: SnapshotStore = {
  getSnapshot: () => SNAPSHOT_BEFORE,
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
