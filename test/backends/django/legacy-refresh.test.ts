import { test } from 'vitest'
import { slidingHeader } from 'xstate-auth-session/backends'
import { backendConformance, type ConformanceBench } from 'xstate-auth-session/testing'
import { testedServer, usualTraits } from '../conformance/tested-server'
import { createDjangoServer } from './django-server'

/** The refresh view of djangorestframework-jwt, which counts a login's age from `orig_iat`. */
const bench: ConformanceBench = {
  name: 'slidingHeader, the refresh view',
  traits: {
    ...usualTraits,
    renewedBy: 'access_token',
    spent: 'accepted',
    logout: 'nothing',
    deactivation: 'both',
    successor: null,
  },
  async open({ now, accessLifetime, refreshLifetime }) {
    const server = await createDjangoServer({ now, accessLifetime, sliding: { limit: refreshLifetime } })
    const endAll = () => server.rotateSigningKey()
    return {
      ...testedServer(server),
      device: () => ({
        options: { backend: slidingHeader({ baseUrl: server.url, refreshPath: '/api-token-refresh/' }) },
      }),
      // One token is all that there is: whatever ends it ends the login.
      refuseAccessTokens: endAll,
      endLogins: endAll,
    }
  },
}

for (const { name, run } of backendConformance(bench)) test(name, run)
