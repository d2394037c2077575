import type { Clock } from '../platform/clock'

interface PausePorts {
  readonly clock: Clock
  /** Ends it early; what it returns ends listening. */
  readonly onOnline: (notify: () => void) => () => void
}

/** Resolves after `ms`, which is at most 2 147 483 647, or once the network is back. @throws the signal's reason, where that is aborted first. */
export function pause({ clock, onOnline }: PausePorts, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (run: () => void) => () => {
      clock.clearTimeout(timer)
      ignore()
      signal.removeEventListener('abort', leave)
      run()
    }
    const go = settle(resolve)
    const leave = settle(() => reject(signal.reason))
    const timer = clock.setTimeout(go, ms)
    const ignore = onOnline(go)
    if (signal.aborted) leave()
    else signal.addEventListener('abort', leave)
  })
}
