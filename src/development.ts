const said = new Set<string>()

/** Development only: says something once. The production build holds none of it. */
export function warnOnce(message: string): void {
  if (!__DEV__ || said.has(message)) return
  said.add(message)
  // biome-ignore lint/suspicious/noConsole: the one place that speaks to the developer
  globalThis.console?.warn(`[xstate-auth-session] ${message}`)
}
