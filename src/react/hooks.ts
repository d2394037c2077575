import type { SessionStatus } from '../../machines'
import type { AuthSession } from '../auth-session'
import type { AuthSnapshot } from '../session/snapshot'
import { useProvided } from './auth-session-provider'
import { useSelected } from './selected'

/** The session of the provider above. It is the same object in every render: nothing rerenders for it. */
export function useAuthSession<Session extends AuthSession = AuthSession>(): Session {
  return useProvided('useAuthSession').session as Session
}

/**
 * A part of the snapshot. Rerenders when `compare` says that it has changed, by default when it is another value. On a server,
 * and while its HTML comes alive, it is a part of what a session shows before it has begun.
 */
export function useAuthSelector<Selected, User = unknown>(
  selector: (snapshot: AuthSnapshot<User>) => Selected,
  compare?: (a: Selected, b: Selected) => boolean,
): Selected {
  return useSelected('useAuthSelector', selector, compare)
}

/** The present status. */
export function useAuthStatus(): SessionStatus {
  return useSelected('useAuthStatus', ({ status }) => status)
}

/** The user as the grant described them; `null` where it didn't, or where nobody is logged in. */
export function useUser<User = unknown>(): User | null {
  return useSelected<User | null, User>('useUser', ({ user }) => user)
}
