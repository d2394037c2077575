import { setTimeout } from 'node:timers/promises'

/** Resolves after `ms`, or at once when the server closes. */
export type Pause = (ms: number) => Promise<void>

/** Ends with the signal, so that a closed server keeps no timer. */
export function createPause(closed: AbortSignal): Pause {
  return async (ms) => {
    await setTimeout(ms, undefined, { signal: closed }).catch(() => {})
  }
}
