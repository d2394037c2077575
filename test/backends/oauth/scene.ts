import { onTestFinished } from 'vitest'
import { type AuthSessionOptions, createAuthSession } from 'xstate-auth-session'
import { type Oauth2Options, oauth2 } from 'xstate-auth-session/oauth2'
import { createHandClock } from '../../session/hand-clock'
import { ada } from './accounts'
import { type OidcServerOptions, openOidcServer } from './oidc-server'
import { openOpaqueServer } from './opaque-server'

type Options = Partial<Oauth2Options<unknown>>
type SessionOptions = Partial<Omit<AuthSessionOptions, 'backend'>> & {
  /** ms that the device's clock is ahead. */
  readonly ahead?: number
}

interface Servers {
  readonly url: string
  readonly resource: string
  close(): Promise<void>
}

function openSessions(server: Servers, known: Options, own: Options, session: SessionOptions) {
  const clock = createHandClock(Math.floor(Date.now() / 1_000) * 1_000 + (session.ahead ?? 0))
  const backend = oauth2<unknown>({ clientId: 'public', ...known, ...own })
  const open = () => {
    const opened = createAuthSession({ backend, clock, renewal: { jitter: 0 }, ...session })
    onTestFinished(() => opened.dispose())
    return opened
  }
  const opened = open()
  return {
    clock,
    backend,
    session: opened,
    openSession: open,
    logIn: () => opened.login(ada),
    /** The status of what the resource answers. */
    ask: async (by = opened) => (await by.fetch(server.resource)).status,
  }
}

/** A session over oidc-provider, which it finds by its metadata; both are gone when the test is over. */
export async function openOidc(own: Options = {}, session: SessionOptions = {}, terms: OidcServerOptions = {}) {
  const server = await openOidcServer(terms)
  onTestFinished(() => server.close())
  const known = own.endpoints ? {} : { issuer: server.url, scope: 'openid profile offline_access' }
  return { server, ...openSessions(server, known, own, session) }
}

/** A session over a server that publishes no metadata. */
export async function openOpaque(own: Options = {}, session: SessionOptions = {}) {
  const server = await openOpaqueServer()
  onTestFinished(() => server.close())
  return { server, ...openSessions(server, { endpoints: server.endpoints }, own, session) }
}
