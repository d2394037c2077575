import { describe, test } from 'vitest'
import { backendConformance } from 'xstate-auth-session/testing'
import { simpleJwtBench } from './conformance/simple-jwt-bench'
import { slidingHeaderBench } from './conformance/sliding-header-bench'
import { isDjango } from './open-server'

/** A row for each backend, and each way in which a server of its kind can be set up. */
const benches = [
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
  slidingHeaderBench({ name: 'slidingHeader, a keep-alive call', backend: { keepAlive: '/api/me/' }, traits: {} }),
  slidingHeaderBench({
    name: 'slidingHeader, successors from answers alone',
    backend: {},
    traits: { renewal: 'by_traffic' },
  }),
  ...(isDjango
    ? []
    : [
        simpleJwtBench({
          name: 'simpleJwt, strict reuse detection',
          server: { rotation: true, reuse: 'revokes-family' },
          traits: { spent: 'ends_login' },
        }),
      ]),
]

describe.each(benches)('$name', (bench) => {
  for (const { name, run } of backendConformance(bench)) test(name, run)
})
