import { type SlidingHeaderOptions, slidingHeader } from 'xstate-auth-session/backends'
import type { ConformanceBench, ConformanceTraits } from 'xstate-auth-session/testing'
import { openServer } from '../open-server'
import { testedServer, usualTraits } from './tested-server'

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
      ...usualTraits,
      renewedBy: 'access_token',
      spent: 'accepted',
      logout: 'nothing',
      deactivation: 'both',
      successor: 0.25,
      ...traits,
    },
    async open({ now, accessLifetime, refreshLifetime }) {
      const server = await openServer({ now, accessLifetime, refreshLifetime, successorHeader: header })
      const options = { header, paths: { login: '/api/token/' }, fields: { token: 'access' }, ...backend }
      return {
        ...testedServer(server),
        resource: `${server.url}/api/items/`,
        device: () => ({ options: { backend: slidingHeader({ ...options, baseUrl: server.url }) } }),
        endLogins: () => server.revokeAccess(),
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
