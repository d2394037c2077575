import { getContext, hasContext, onMount, setContext } from 'svelte'
import type { SessionStatus } from '../../machines'
import type { AuthSession } from '../auth-session'
import { keepStarted, refuseDisposed } from '../guards/keep-started'
import type { AuthSnapshot } from '../session/snapshot'
import { authSelection, type Selection } from './selection'

const KEY = Symbol('auth-session')

/**
 * Gives a session to this component and all below, and keeps it started as long as it is mounted. Call it while the component
 * is initialised, as a rule in the topmost layout. A server starts nothing; make a session there for each request.
 *
 * @throws Error where a component above has given one. AuthSessionError `disposed`, where the session has ended for good.
 */
export function provideAuthSession(session: AuthSession): void {
  if (hasContext(KEY)) throw new Error('provideAuthSession: there is a session already; an app has one')
  refuseDisposed(session)
  setContext(KEY, session)
  onMount(() => keepStarted(session))
}

/** The session of a component above. @throws Error where there is none. */
export function useAuthSession<Session extends AuthSession = AuthSession>(): Session {
  return find('useAuthSession') as Session
}

/**
 * A part of the snapshot: `.current` for runes, or a store. It has changed when `compare` says so, by default when it is another value.
 *
 * @throws Error where no component above has given a session.
 */
export function useAuthSelector<Selected, User = unknown>(
  selector: (snapshot: AuthSnapshot<User>) => Selected,
  compare?: (a: Selected, b: Selected) => boolean,
): Selection<Selected> {
  return authSelection(find('useAuthSelector'), selector, compare)
}

/** The present status: `.current` for runes, or a store. @throws Error where no component above has given a session. */
export function useAuthStatus(): Selection<SessionStatus> {
  return authSelection(find('useAuthStatus'), ({ status }) => status)
}

/**
 * The user as the grant described them, `null` where it didn't, or where nobody is logged in: `.current` for runes, or a store.
 *
 * @throws Error where no component above has given a session.
 */
export function useUser<User = unknown>(): Selection<User | null> {
  return authSelection<User | null, User>(find('useUser'), ({ user }) => user)
}

function find(who: string): AuthSession {
  if (!hasContext(KEY)) throw new Error(`${who}: no component above has called provideAuthSession(session)`)
  return getContext<AuthSession>(KEY)
}
