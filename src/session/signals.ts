/** Calls a listener of the app's. What it throws is reported and stops nobody else. */
export type Callback = <T>(where: string, listener: (value: T) => void, value: T) => void

/** `onFault` hears of it where the platform has no `reportError`. */
export function createCallback(onFault: (where: string, message: string) => void): Callback {
  return (where, listener, value) => {
    try {
      listener(value)
    } catch (error) {
      const { reportError } = globalThis as { reportError?: (error: unknown) => void }
      if (reportError) reportError(error)
      else onFault(where, error instanceof Error ? error.name : typeof error)
    }
  }
}
