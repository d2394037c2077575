import type { AxiosInstance } from 'axios'
import type { AuthSession } from '../auth-session'
import { warnOnce } from '../development'
import { refuseDisposed } from '../guards/keep-started'
import { createSessionAdapter } from './session-adapter'

interface Installed {
  readonly session: AuthSession
  readonly uninstall: () => void
}

const installed = new WeakMap<AxiosInstance, Installed>()

/**
 * Gives the requests of an axios instance the guarantees of `session.fetch`: they leave with the token where their origin is
 * listed, wait where they must, and what a 401 refused is sent again after a renewal. Interceptors, transforms and adapters stay
 * as they are and where they are. What it returns takes the session out again.
 *
 * @throws Error where the instance has another session. AuthSessionError `disposed`.
 */
export function installAuthSession(instance: AxiosInstance, session: AuthSession): () => void {
  refuseDisposed(session)
  const present = installed.get(instance)
  if (present) {
    if (present.session !== session) throw new Error('installAuthSession: uninstall the other session first')
    warnOnce('installAuthSession: this axios instance has this session already; once is enough')
    return present.uninstall
  }
  if (__DEV__ && Object.keys(Object(instance.defaults.headers.common)).some((name) => /^authorization$/i.test(name)))
    warnOnce('installAuthSession: this axios instance sends an Authorization header by default, which wins: delete it')
  const id = instance.interceptors.request.use(
    (config) => {
      const { adapter = ['xhr', 'http', 'fetch'] } = config
      config.adapter = createSessionAdapter(session, adapter)
      return config
    },
    null,
    // Otherwise the requests of an instance without interceptors would leave a tick later.
    { synchronous: true },
  )
  const own = {
    session,
    uninstall() {
      instance.interceptors.request.eject(id)
      if (installed.get(instance) === own) installed.delete(instance)
    },
  }
  installed.set(instance, own)
  return own.uninstall
}
