import { useSelector } from '@xstate/react'
import { useSyncExternalStore } from 'react'
import type { SessionStatus } from '../../machines'
import type { AuthSession } from '../auth-session'
import type { AuthSnapshot } from '../session/snapshot'
import { useProvided } from './auth-session-provider'
import { storeBefore } from './session-store'

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
  compare: (a: Selected, b: Selected) => boolean = Object.is,
): Selected {
  const { store } = useProvided('useAuthSelector')
  const isAlive = useSyncExternalStore(listenToNothing, yes, no)
  return useSelector(isAlive ? store : storeBefore, selector as (snapshot: AuthSnapshot) => Selected, compare)
}

/** The present status. */
export function useAuthStatus(): SessionStatus {
  return useAuthSelector(({ status }) => status)
}

/** The user as the grant described them; `null` where it didn't, or where nobody is logged in. */
export function useUser<User = unknown>(): User | null {
  return useAuthSelector<User | null, User>(({ user }) => user)
}

const listenToNothing = () => () => {}
const yes = () => true
const no = () => false
