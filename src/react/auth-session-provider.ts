import {
  createContext,
  createElement,
  type ReactElement,
  type ReactNode,
  useContext,
  useEffect,
  useMemo,
  useState,
} from 'react'
import type { AuthSession } from '../auth-session'
import { type SnapshotStore, storeOf } from './session-store'

interface Provided {
  readonly session: AuthSession
  readonly store: SnapshotStore
}

const Context = createContext<Provided | null>(null)

export interface AuthSessionProviderProps {
  /** The app's session, made outside of any component, or, on a server, for this one request. */
  readonly session: AuthSession
  readonly children?: ReactNode
}

/**
 * Gives a session to all hooks and components below, and keeps it started as long as it is mounted. A server renders what a
 * session shows before it has begun, and starts nothing.
 *
 * @throws Error inside another provider. AuthSessionError `disposed`, once it is mounted, where the session has ended for good;
 * what ends later stays on the screen as it was.
 */
export function AuthSessionProvider({ session, children }: AuthSessionProviderProps): ReactElement {
  if (useContext(Context)) throw new Error('AuthSessionProvider: there is another one above; an app has one session')
  const [, fail] = useState<never>()
  useEffect(() => {
    let isMounted = true
    session.start().catch((error: unknown) => {
      if (!isMounted) return
      fail(() => {
        throw error
      })
    })
    return () => {
      isMounted = false
      session.stop()
    }
  }, [session])
  const value = useMemo(() => ({ session, store: storeOf(session) }), [session])
  return createElement(Context.Provider, { value }, children)
}

/** @throws Error outside of a provider; `asking` is who asked. */
export function useProvided(asking: string): Provided {
  const provided = useContext(Context)
  if (!provided) throw new Error(`${asking}: there is no <AuthSessionProvider session={…}> above`)
  return provided
}
