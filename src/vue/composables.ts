import { type ComputedRef, computed, getCurrentInstance, onMounted, type Ref, shallowRef } from 'vue'
import type { SessionStatus } from '../../machines'
import type { AuthSession } from '../auth-session'
import { SNAPSHOT_BEFORE } from '../guards/snapshot-before'
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
  const snapshot = useShown(useProvided('useAuthSelector').snapshot)
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

/** What a component shows: as its HTML comes alive what the server showed, whatever the session has become meanwhile. */
function useShown(snapshot: Readonly<Ref<AuthSnapshot>>): Readonly<Ref<AuthSnapshot>> {
  if (!getCurrentInstance()?.vnode.el?.parentNode) return snapshot
  const isAlive = shallowRef(false)
  onMounted(() => {
    isAlive.value = true
  })
  return computed(() => (isAlive.value ? snapshot.value : SNAPSHOT_BEFORE))
}
