import { type Accessor, createMemo } from 'solid-js'
import type { SessionStatus } from '../../machines'
import type { AuthSession } from '../auth-session'
import type { AuthSnapshot } from '../session/snapshot'
import { useProvided } from './auth-session-provider'

/** The session of the provider above. @throws Error where there is none. */
export function useAuthSession<Session extends AuthSession = AuthSession>(): Session {
  return useProvided('useAuthSession').session as Session
}

/**
 * A part of the snapshot. What reads it runs again when `compare` says that it has changed, by default when it is another value.
 *
 * @throws Error outside of a provider.
 */
export function useAuthSelector<Selected, User = unknown>(
  selector: (snapshot: AuthSnapshot<User>) => Selected,
  compare: (a: Selected, b: Selected) => boolean = Object.is,
): Accessor<Selected> {
  const { snapshot } = useProvided('useAuthSelector')
  return createMemo(() => selector(snapshot() as AuthSnapshot<User>), undefined, { equals: compare })
}

/** The present status. @throws Error outside of a provider. */
export function useAuthStatus(): Accessor<SessionStatus> {
  return useAuthSelector(({ status }) => status)
}

/**
 * The user as the grant described them; `null` where it didn't, or where nobody is logged in.
 *
 * @throws Error outside of a provider.
 */
export function useUser<User = unknown>(): Accessor<User | null> {
  return useAuthSelector<User | null, User>(({ user }) => user)
}
