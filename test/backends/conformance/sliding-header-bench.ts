import { type SlidingHeaderOptions, slidingHeader } from 'xstate-auth-session/backends'
import type { ConformanceBench, ConformanceTraits } from 'xstate-auth-session/testing'
import { ada } from '../../session/scene'
import { openServer } from '../open-server'

interface Row {
  readonly name: string
  readonly backend: Partial<Omit<SlidingHeaderOptions, 'logins'>>
  readonly traits: Partial<ConformanceTraits>
}

const header = 'Refresh-Token'

/** slidingHeader against the server under test, which gives a successor past a quarter of a token's life. */
function slidingHeaderBench({ name, backend, traits }: Row): ConformanceBench {
  return {
    name,
    traits: {
      time: 'given',
      login: 'credentials',
      renewal: 'unasked',
      renewedBy: 'access_token',
      spent: 'accepted',
      logout: 'nothing',
      everywhere: false,
      deactivation: 'both',
      signingKey: 'everything',
      restart: 'remembers',
      successor: 0.25,
      ...traits,
    },
    async open({ now, accessLifetime, refreshLifetime }) {
      const server = await openServer({ now, accessLifetime, refreshLifetime, successorHeader: header })
      const options = { header, paths: { login: '/api/token/' }, fields: { token: 'access' }, ...backend }
      return {
        resource: `${server.url}/api/items/`,
        logins: { good: [ada], bad: [{ ...ada, password: 'wrong' }], malformed: [{}] },
        device: () => ({ options: { backend: slidingHeader({ ...options, baseUrl: server.url }) } }),
        refuseAccessTokens: () => server.revokeAccess(),
        endLogins: () => server.revokeAccess(),
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

export const slidingHeaderBenches = [
  slidingHeaderBench({ name: 'slidingHeader, a keep-alive call', backend: { keepAlive: '/api/me/' }, traits: {} }),
  slidingHeaderBench({
    name: 'slidingHeader, successors from answers alone',
    backend: {},
    traits: { renewal: 'by_traffic' },
  }),
]
