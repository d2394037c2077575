import type { StoredSession } from '../platform/record'
import type { SessionStorage } from '../platform/store'
import { DELEGATED } from './delegated'

/**
 * Keeps of a session in that storage that somebody is logged in, and who, but no token and no renewal: for
 * {@link delegated}, where tokens are the SDK's. Logins and logouts cross to other tabs; there each asks its own SDK for a
 * token.
 */
export function withoutTokens(storage: SessionStorage): SessionStorage {
  return (key) => {
    const store = storage(key)
    const { scope, persistence } = store
    return {
      scope,
      ...(persistence && { persistence }),
      read: () => store.read(),
      async commit(expected, next) {
        const { record } = await store.read()
        const isThere = expected !== null && record?.epoch === next.epoch
        return isThere ? 'done' : store.commit(expected, bare(next))
      },
      // Nobody waits for another's renewal.
      intend: () => true,
      end: (epoch, reason) => store.end(epoch, reason),
      remove: () => store.remove(),
      subscribe: (listener) => store.subscribe(listener),
    }
  }
}

/** Whoever reads it has a login whose token has run out. */
const bare = (record: StoredSession): StoredSession => ({
  ...record,
  accessToken: DELEGATED,
  refreshToken: DELEGATED,
  expiresAt: record.sentAt,
  refreshExpiresAt: null,
})
