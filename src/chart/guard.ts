/** What `and`, `or` and `not` of xstate return. */
interface Combination {
  name: string
  guards: unknown[]
}

/** A guard as a reader says it: `canRenew`, `within (ms: 5)`, `not canRenew`, `a or (b and c)`. */
export function guardName(guard: unknown): string {
  if (typeof guard === 'string') return guard
  if (isCombination(guard)) {
    const parts = guard.guards.map((part) => (isCombination(part) ? `(${guardName(part)})` : guardName(part)))
    return guard.name === 'not' ? `not ${parts.join()}` : parts.join(` ${guard.name} `)
  }
  if (typeof guard === 'function') return guard.name === '' || guard.name === 'guard' ? 'a condition' : guard.name
  const { type, params } = guard as { type: string; params?: unknown }
  return params === undefined || typeof params === 'function' ? type : `${type} (${paramsName(params)})`
}

function isCombination(guard: unknown): guard is Combination {
  return typeof guard === 'function' && 'check' in guard && 'guards' in guard
}

function paramsName(params: unknown): string {
  if (typeof params !== 'object' || params === null) return String(params)
  return Object.entries(params)
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ')
}
