import type { AuthBackend } from '../../backends/backend'

/** The same backend, and how often it has been asked for a renewal. */
export function watchRenewals(backend: AuthBackend) {
  let renewals = 0
  return {
    renewals: () => renewals,
    // A copy alone would leave out what a class inherits, and a proxy of the backend itself must not answer for what is frozen.
    backend: new Proxy(
      { ...backend },
      {
        get(_, name) {
          const value: unknown = Reflect.get(backend, name)
          if (typeof value !== 'function') return value
          return (...given: unknown[]) => {
            if (name === 'renew') renewals++
            return Reflect.apply(value, backend, given)
          }
        },
      },
    ),
  }
}
