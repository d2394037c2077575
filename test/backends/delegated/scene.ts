import { onTestFinished } from 'vitest'
import { type AuthSessionOptions, createAuthSession } from 'xstate-auth-session'
import { type DelegatedOptions, delegated } from 'xstate-auth-session/backends'
import { createSimulatedTime } from 'xstate-auth-session/testing'
import { createFakeSdk, createIdentityProvider } from './fake-sdk'

const API = 'https://api.example.com'

/** A page with an SDK and a session over it. */
export function openPage(
  backend: Partial<DelegatedOptions> = {},
  session: Partial<Omit<AuthSessionOptions, 'backend'>> = {},
  time = createSimulatedTime(),
  idp = createIdentityProvider(time),
) {
  const sdk = createFakeSdk(idp)
  const opened = createAuthSession({
    backend: delegated({ baseUrl: API, ...sdk, ...backend }),
    fetch: idp.fetch,
    clock: time.clock,
    renewal: { jitter: 0 },
    ...session,
  })
  onTestFinished(() => opened.dispose())
  return {
    time,
    idp,
    sdk,
    session: opened,
    /** The status of what the API answers. */
    ask: async () => (await opened.fetch(`${API}/me`)).status,
    reload: () => openPage(backend, session, time, idp),
  }
}
