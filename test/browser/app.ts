import type { PageSurface } from './page/surface'

/** The app in a tab, from outside. */
export type App = {
  readonly [Name in keyof PageSurface]: (
    ...args: Parameters<PageSurface[Name]>
  ) => Promise<Awaited<ReturnType<PageSurface[Name]>>>
}

type Call = readonly [method: keyof PageSurface, given: unknown[]]

/** `evaluate` runs a function in the page and resolves with its answer. */
export function appIn(evaluate: (run: (call: Call) => never, call: Call) => Promise<never>): App {
  const call =
    (name: keyof PageSurface) =>
    (...args: unknown[]): Promise<never> =>
      evaluate(([method, given]) => (window.surface[method] as (...args: unknown[]) => never)(...given), [name, args])
  return {
    login: call('login'),
    logout: call('logout'),
    ask: call('ask'),
    askOn: call('askOn'),
    asked: call('asked'),
    until: call('until'),
    snapshot: call('snapshot'),
    diary: call('diary'),
    stamp: call('stamp'),
    stored: call('stored'),
    work: call('work'),
    worked: call('worked'),
    sleep: call('sleep'),
    timeline: call('timeline'),
    secretsShown: call('secretsShown'),
    kept: call('kept'),
  }
}
