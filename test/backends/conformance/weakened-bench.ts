import type { AuthBackend } from 'xstate-auth-session'
import type { ConformanceBench } from 'xstate-auth-session/testing'

/** The same bench, with a backend that is wrong in some way. */
export function weakenedBench(bench: ConformanceBench, weaken: (backend: AuthBackend) => AuthBackend) {
  return {
    ...bench,
    async open(terms) {
      const server = await bench.open(terms)
      return {
        ...server,
        device(network) {
          const { options } = server.device(network)
          return { options: { ...options, backend: weaken(options.backend) } }
        },
      }
    },
  } satisfies ConformanceBench as ConformanceBench
}
