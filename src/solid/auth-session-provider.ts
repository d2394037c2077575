import {
  type Accessor,
  createComponent,
  createContext,
  createSignal,
  type JSX,
  onCleanup,
  onMount,
  useContext,
} from 'solid-js'
import type { AuthSession } from '../auth-session'
import { keepStarted, refuseDisposed } from '../guards/keep-started'
import type { AuthSnapshot } from '../session/snapshot'

interface Provided {
  readonly session: AuthSession
  readonly snapshot: Accessor<AuthSnapshot>
}

const Context = createContext<Provided>()

export interface AuthSessionProviderProps {
  /** The app's session, made outside of any component, or, on a server, for this one request. It is read once. */
  readonly session: AuthSession
  readonly children?: JSX.Element
}

/**
 * Gives a session to all components below, and keeps it started as long as it is mounted. A server starts nothing.
 *
 * @throws Error inside another provider. AuthSessionError `disposed`, where the session has ended for good.
 */
export function AuthSessionProvider(props: AuthSessionProviderProps): JSX.Element {
  if (useContext(Context)) throw new Error('AuthSessionProvider: there is another one above; an app has one session')
  const { session } = props
  refuseDisposed(session)
  const [snapshot, show] = createSignal(session.getSnapshot())
  onMount(() => {
    onCleanup(session.subscribe(show))
    show(session.getSnapshot())
    onCleanup(keepStarted(session))
  })
  return createComponent(Context.Provider, {
    value: { session, snapshot },
    get children() {
      return props.children
    },
  })
}

/** @throws Error outside of a provider; `who` is who asked. */
export function useProvided(who: string): Provided {
  const provided = useContext(Context)
  if (!provided) throw new Error(`${who}: there is no <AuthSessionProvider session={…}> above`)
  return provided
}
