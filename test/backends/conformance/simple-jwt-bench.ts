import { type SimpleJwtOptions, simpleJwt } from 'xstate-auth-session/backends'
import type { ConformanceBench, ConformanceTraits } from 'xstate-auth-session/testing'
import { ada } from '../../session/scene'
import type { TokenServerOptions } from '../embedded'
import { isDjango, openServer } from '../open-server'

interface Row {
  readonly name: string
  readonly server: TokenServerOptions
  readonly backend?: Omit<SimpleJwtOptions, 'baseUrl'>
  readonly traits: Partial<ConformanceTraits>
}

/** simpleJwt against the server under test, in one of its modes. */
export function simpleJwtBench({ name, server: mode, backend, traits }: Row): ConformanceBench {
  return {
    name,
    traits: {
      time: 'given',
      login: 'credentials',
      renewal: 'unasked',
      renewedBy: 'refresh_token',
      spent: 'kept',
      logout: 'login',
      everywhere: false,
      deactivation: 'resources',
      signingKey: 'everything',
      restart: 'remembers',
      successor: null,
      ...traits,
    },
    async open({ now, accessLifetime, refreshLifetime }) {
      const server = await openServer({ now, accessLifetime, refreshLifetime, ...mode })
      return {
        resource: `${server.url}/api/me/`,
        logins: {
          good: [ada],
          bad: [{ ...ada, password: 'wrong' }],
          malformed: [{}],
        },
        device: () => ({ options: { backend: simpleJwt({ ...backend, baseUrl: server.url }) } }),
        refuseAccessTokens: () => server.revokeAccess(),
        endLogins: () => server.revokeFamilies(),
        deactivateUser: () => server.deactivate(1),
        replaceSigningKey: () => server.rotateSigningKey(),
        async restart(meanwhile) {
          if (server.restart) return server.restart(meanwhile)
          await server.network(false)
          await meanwhile()
          await server.network(true)
        },
        close: () => server.close(),
      }
    },
  }
}

const strict = simpleJwtBench({
  name: 'simpleJwt, strict reuse detection',
  server: { rotation: true, reuse: 'revokes-family' },
  traits: { spent: 'ends_login' },
})

/** The modes of simplejwt; that it ends a login for a reuse only the embedded server can. */
export const simpleJwtBenches = [
  simpleJwtBench({ name: 'simpleJwt, no rotation', server: { rotation: false }, traits: { spent: 'kept' } }),
  simpleJwtBench({
    name: 'simpleJwt, rotation without a blacklist',
    server: { rotation: true, blacklist: false },
    traits: { spent: 'accepted' },
  }),
  simpleJwtBench({
    name: 'simpleJwt, rotation and blacklist',
    server: { rotation: true },
    traits: { spent: 'refused' },
  }),
  simpleJwtBench({
    name: 'simpleJwt, and answers that bring a successor',
    server: { rotation: true, successorHeader: 'Refresh-Token' },
    backend: { successorHeader: 'Refresh-Token' },
    traits: { spent: 'refused', successor: 0.25 },
  }),
  ...(isDjango ? [] : [strict]),
]
