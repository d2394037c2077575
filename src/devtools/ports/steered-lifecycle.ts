import type { Lifecycle, LifecycleListener } from '../../platform/lifecycle'

type Signal = keyof LifecycleListener

const SIGNALS = ['woke', 'thawed', 'hid', 'froze', 'online'] as const satisfies readonly Signal[]

/** A lifecycle to which signals can be added; `onSignal` hears of every one. */
export function createSteeredLifecycle(base: Lifecycle, onSignal: (signal: Signal) => void) {
  const listeners = new Set<LifecycleListener>()
  let offline = false

  const tell = (signal: Signal) => {
    onSignal(signal)
    for (const listener of [...listeners]) listener[signal]()
  }
  const lifecycle: Lifecycle = {
    isOnline: () => !offline && base.isOnline(),
    attach(listener) {
      const pass = (signal: Signal) => () => {
        // While the lever says offline, the platform's word that it is online is not passed on.
        if (offline && signal === 'online') return
        onSignal(signal)
        listener[signal]()
      }
      const [woke, thawed, hid, froze, online] = SIGNALS.map(pass) as [
        () => void,
        () => void,
        () => void,
        () => void,
        () => void,
      ]
      listeners.add(listener)
      const detach = base.attach({ woke, thawed, hid, froze, online })
      return () => {
        listeners.delete(listener)
        detach()
      }
    },
  }
  return {
    lifecycle,
    isOffline: () => offline,
    /** A page hears of a lost network as a wake-up, and of its return as such. */
    setOffline(value: boolean): void {
      if (value === offline) return
      offline = value
      tell(value ? 'woke' : 'online')
    },
    wake: () => tell('woke'),
  }
}
