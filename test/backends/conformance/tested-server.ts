import type { ConformanceServer, ConformanceTraits } from 'xstate-auth-session/testing'
import { ada } from '../../session/scene'
import type { TestServer } from '../open-server'

/** What the servers under test do in any of their modes, embedded or Django. */
export const usualTraits = {
  time: 'given',
  login: 'credentials',
  renewal: 'unasked',
  everywhere: false,
  signingKey: 'everything',
  restart: 'remembers',
} as const satisfies Partial<ConformanceTraits>

/** The server under test as the suite wants it, without devices. */
export const testedServer = (server: TestServer) =>
  ({
    resource: `${server.url}/api/me/`,
    logins: { good: [ada], bad: [{ ...ada, password: 'wrong' }], malformed: [{}] },
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
  }) satisfies Omit<ConformanceServer, 'device'>
