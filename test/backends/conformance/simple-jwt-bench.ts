import { type SimpleJwtOptions, simpleJwt } from 'xstate-auth-session/backends'
import type { ConformanceBench, ConformanceTraits } from 'xstate-auth-session/testing'
import type { TokenServerOptions } from '../embedded'
import { isDjango, openServer } from '../open-server'
import { testedServer, usualTraits } from './tested-server'

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
      ...usualTraits,
      renewedBy: 'refresh_token',
      spent: 'kept',
      logout: 'login',
      deactivation: 'resources',
      successor: null,
      ...traits,
    },
    async open({ now, accessLifetime, refreshLifetime }) {
      const server = await openServer({ now, accessLifetime, refreshLifetime, ...mode })
      return {
        ...testedServer(server),
        device: () => ({ options: { backend: simpleJwt({ ...backend, baseUrl: server.url }) } }),
      }
    },
  }
}

const strict = simpleJwtBench({
  name: 'simpleJwt, strict reuse detection',
  server: { rotation: true, reuse: 'revokes-family' },
  traits: { spent: 'ends_login' },
})

/** A view of the site's own blacklists what is outstanding. */
const everywhere = simpleJwtBench({
  name: 'simpleJwt, a view that ends every login of the user',
  server: { rotation: false, blacklist: true },
  backend: { paths: { logoutEverywhere: '/api/logout-everywhere/' } },
  traits: { spent: 'kept', everywhere: true },
})

/** The modes of simplejwt; that it ends a login for a reuse only the embedded server can, and every login only Django. */
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
  ...(isDjango ? [everywhere] : [strict]),
]
