import type { Callback } from '../session/signals'

/** Calls the app back. What throws is reported, or its kind is written to the console where the platform reports nothing. */
export const callBack: Callback = (where, listener, value) => {
  try {
    listener(value)
  } catch (error) {
    if ('reportError' in globalThis) reportError(error)
    // biome-ignore lint/suspicious/noConsole: what an app's own code threw must not be lost
    else console.error(`[xstate-auth-session] ${where} threw: ${error instanceof Error ? error.name : typeof error}`)
  }
}
