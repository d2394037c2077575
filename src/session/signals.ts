/** Calls a listener of the app's. What it throws is reported and stops nobody else. */
export type Callback = <T>(where: string, listener: (value: T) => void, value: T) => void

/** A fault told on their account would come back to them, and so on for ever. */
const DEAF = ["on('fault')", 'inspect']

/** `onFault` hears of it where the platform has no `reportError`. */
export function createCallback(onFault: (where: string, message: string) => void): Callback {
  return (where, listener, value) => {
    try {
      listener(value)
    } catch (error) {
      const { reportError } = globalThis as { reportError?: (error: unknown) => void }
      if (reportError) reportError(error)
      else if (!DEAF.includes(where)) onFault(where, error instanceof Error ? error.name : typeof error)
    }
  }
}
