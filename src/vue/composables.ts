import { type ComputedRef, computed } from 'vue'
import type { SessionStatus } from '../../machines'
import type { AuthSession } from '../auth-session'
import type { AuthSnapshot } from '../session/snapshot'
import { useProvided } from './plugin'

/** The app's session. @throws Error outside of `setup`, or of an app that has one. */
export function useAuthSession<Session extends AuthSession = AuthSession>(): Session {
  return useProvided('useAuthSession').session as Session
}

/**
 * A part of the snapshot. What reads it is run again when `compare` says that it has changed, by default when it is another
 * value. Until then it is the same object.
 *
 * @throws Error outside of `setup`, or of an app that has a session.
 */
export function useAuthSelector<Selected, User = unknown>(
  selector: (snapshot: AuthSnapshot<User>) => Selected,
  compare: (a: Selected, b: Selected) => boolean = Object.is,
): ComputedRef<Selected> {
  const { snapshot } = useProvided('useAuthSelector')
  let last: { selected: Selected } | null = null
  return computed(() => {
    const selected = selector(snapshot.value as AuthSnapshot<User>)
    if (!last || !compare(last.selected, selected)) last = { selected }
    return last.selected
  })
}

/** The present status. @throws Error outside of `setup`, or of an app that has a session. */
export function useAuthStatus(): ComputedRef<SessionStatus> {
  return useAuthSelector(({ status }) => status)
}

/**
 * The user as the grant described them; `null` where it didn't, or where nobody is logged in.
 *
 * @throws Error outside of `setup`, or of an app that has a session.
 */
export function useUser<User = unknown>(): ComputedRef<User | null> {
  return useAuthSelector<User | null, User>(({ user }) => user)
}
