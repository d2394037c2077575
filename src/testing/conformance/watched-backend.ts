import type { AuthBackend } from '../../backends/backend'

/** The same backend, and how often it has been asked for a renewal. */
export function watchRenewals(backend: AuthBackend) {
  let renewals = 0
  return {
    renewals: () => renewals,
    // A copy would leave out what a class inherits, and what it calls by `this`.
    backend: new Proxy(backend, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name)
        if (typeof value !== 'function') return value
        return (...given: unknown[]) => {
          if (name === 'renew') renewals++
          return Reflect.apply(value, target, given)
        }
      },
    }),
  }
}
