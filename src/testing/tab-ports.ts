import type { Channel } from '../platform/channel'
import type { Clock } from '../platform/clock'
import type { Lock } from '../platform/lock'
import type { SessionStorage } from '../platform/store'
import type { TabLoop } from './tab-loop'

/** Timers of a frozen tab ring after its thaw, those of one that has ended never. */
export function tabClock(clock: Clock, { hold, run }: TabLoop): Clock {
  return {
    now: clock.now,
    monotonic: clock.monotonic,
    setTimeout(listener, ms) {
      let isOver = false
      const ring = () => {
        if (isOver) return
        clear()
        listener()
      }
      const timer = clock.setTimeout(() => run(ring), ms)
      const clear = hold(() => {
        isOver = true
        clock.clearTimeout(timer)
      })
      return clear
    },
    clearTimeout: (clear) => (clear as () => void)(),
  }
}

/** A frozen tab keeps its lock, and is granted one in its turn; what a tab that ends holds or waits for is free. */
export function tabLock(lock: Lock, browser: string, { hold, run }: TabLoop): Lock {
  return {
    acquire: (name, signal) =>
      new Promise((resolve, reject) => {
        const line = new AbortController()
        const leave = hold(() => line.abort(signal.reason))
        signal.addEventListener('abort', leave)
        if (signal.aborted) leave()
        lock.acquire(`${browser} ${name}`, line.signal).then(
          (release) => {
            const giveBack = hold(release)
            leave()
            run(() => resolve(giveBack))
          },
          (reason) => run(() => reject(reason)),
        )
      }),
  }
}

/** Messages reach a frozen tab after its thaw, and one that has ended never. */
export function tabChannel(channel: Channel, browser: string, { hold, run }: TabLoop): Channel {
  return {
    open(name, listener) {
      let isOpen = true
      const room = channel.open(`${browser} ${name}`, () => run(() => isOpen && listener()))
      const close = hold(() => {
        isOpen = false
        room.close()
      })
      return { post: () => void (isOpen && room.post()), close }
    },
  }
}

/** What a tab asks of the store is done; a frozen tab hears of it after its thaw, one that has ended asks nothing. */
export function tabStorage(storage: SessionStorage, { ask, hold, run }: TabLoop): SessionStorage {
  return (key) => {
    const store = storage(key)
    return {
      ...store,
      read: () => ask(() => store.read()),
      commit: (expected, next) => ask(() => store.commit(expected, next)),
      intend: (stamp, intent, expected) => ask(() => store.intend(stamp, intent, expected)),
      end: (epoch, reason) => ask(() => store.end(epoch, reason)),
      remove: () => ask(() => store.remove()),
      subscribe: (listener) => hold(store.subscribe(() => run(listener))),
    }
  }
}

/** What has left reaches the server; an answer that comes while there is no network is lost. */
export function tabTransport(
  fetch: typeof globalThis.fetch,
  isOnline: () => boolean,
  { ask }: TabLoop,
): typeof globalThis.fetch {
  const failIfOffline = () => {
    if (!isOnline()) throw new TypeError('fetch failed')
  }
  return (input, init) =>
    ask(async () => {
      failIfOffline()
      const response = await fetch(input, init)
      failIfOffline()
      return response
    })
}
