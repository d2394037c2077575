import { delegated } from 'xstate-auth-session/backends'
import { oauth2 } from 'xstate-auth-session/oauth2'
import type {
  ConformanceBench,
  ConformanceDevice,
  ConformanceServer,
  ConformanceTerms,
  ConformanceTraits,
} from 'xstate-auth-session/testing'
import { ada } from './accounts'
import { openOidcServer } from './oidc-server'
import { openOpaqueServer } from './opaque-server'
import { createSmallSdk } from './small-sdk'

/** What both servers do. */
const traits: Omit<ConformanceTraits, 'spent'> = {
  time: 'own',
  login: 'credentials',
  renewal: 'unasked',
  renewedBy: 'refresh_token',
  logout: 'login',
  everywhere: false,
  deactivation: 'both',
  signingKey: 'none',
  restart: 'remembers',
  successor: null,
}

type Opened = Awaited<ReturnType<typeof openOidcServer>> | Awaited<ReturnType<typeof openOpaqueServer>>

/** Their deeds. */
const deedsOf = (server: Opened): Omit<ConformanceServer, 'logins' | 'device'> => ({
  resource: server.resource,
  refuseAccessTokens: server.refuseAccessTokens,
  endLogins: server.endLogins,
  deactivateUser: server.deactivate,
  restart: server.restart,
  close: server.close,
})

const logins = { good: [ada], bad: [{ ...ada, password: 'wrong' }], malformed: [{}] } as const

/** oauth2 with a server that is found by its metadata, and that takes a second use of a refresh token for theft. */
export const oidcBench: ConformanceBench = {
  name: 'oauth2, oidc-provider',
  traits: { ...traits, spent: 'ends_login' },
  async open(terms: ConformanceTerms) {
    const server = await openOidcServer(terms)
    const device = () => ({
      options: { backend: oauth2({ issuer: server.url, clientId: 'public', scope: 'openid offline_access' }) },
    })
    return { ...deedsOf(server), logins, device }
  },
}

/** oauth2 with a server of opaque tokens and no metadata, that refuses a second use of a refresh token. */
export const opaqueBench: ConformanceBench = {
  name: 'oauth2, @node-oauth/oauth2-server',
  traits: { ...traits, spent: 'refused' },
  async open(terms: ConformanceTerms) {
    const server = await openOpaqueServer(terms)
    const device = () => ({ options: { backend: oauth2({ endpoints: server.endpoints, clientId: 'public' }) } })
    return { ...deedsOf(server), logins, device }
  },
}

/** delegated with an SDK over that server. */
export const delegatedBench: ConformanceBench = {
  name: 'delegated, an SDK on oidc-provider',
  traits: { ...traits, login: 'elsewhere', renewedBy: 'hidden_token', spent: 'ends_login' },
  async open(terms: ConformanceTerms) {
    const server = await openOidcServer(terms)
    const deviceOf = (sdk: ReturnType<typeof createSmallSdk>): ConformanceDevice => ({
      options: { backend: delegated({ baseUrl: server.url, ...sdk }) },
      async logIn(session) {
        await sdk.logIn()
        await session.login('sdk', {})
      },
      twin: (network) => deviceOf(sdk.twin(network)),
    })
    return { ...deedsOf(server), logins: null, device: (network) => deviceOf(createSmallSdk(server.url, network)) }
  },
}
