import { type Accessor, createMemo, createSignal, onMount, sharedConfig } from 'solid-js'
import type { SessionStatus } from '../../machines'
import type { AuthSession } from '../auth-session'
import { SNAPSHOT_BEFORE } from '../guards/snapshot-before'
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
  const snapshot = useShown(useProvided('useAuthSelector').snapshot)
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

/** What a component shows: on a server, and as its HTML comes alive, what a session shows before it has begun. */
function useShown(snapshot: Accessor<AuthSnapshot>): Accessor<AuthSnapshot> {
  if (!sharedConfig.context) return snapshot
  const [isAlive, setAlive] = createSignal(false)
  onMount(() => setAlive(true))
  return () => (isAlive() ? snapshot() : SNAPSHOT_BEFORE)
}
