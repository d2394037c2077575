import { systemClock } from '../platform/clock'

/** A login waits this long for what was sent earlier, which is then given up; ms. */
const PATIENCE = 2_000

/**
 * A browser has one place for the cookies of all logins, and fills it in the order in which answers arrive, whatever was asked
 * first. So no login is sent before what was sent earlier has been answered or given up, and nothing that ends one is sent
 * after it.
 */
export function createCookieLine() {
  const logins = new Set<Promise<unknown>>()
  const others = new Set<Promise<unknown>>()
  const onWire = new Set<AbortController>()
  let begun = 0
  let ended = 0

  const enter = async <T>(room: Set<Promise<unknown>>, before: Promise<unknown>, run: () => Promise<T>) => {
    const mine = before.then(run)
    room.add(mine)
    try {
      return await mine
    } finally {
      room.delete(mine)
      if (logins.size + others.size === 0) onWire.clear()
    }
  }

  /** Aborted, its cookie comes no more; whoever sends without listening to that is not waited for either. */
  const giveUp = () => {
    logins.clear()
    others.clear()
    for (const sent of onWire) sent.abort()
    onWire.clear()
  }

  const patiently = (before: readonly Promise<unknown>[]): Promise<unknown> => {
    const { setTimeout, clearTimeout } = systemClock()
    const settled = Promise.allSettled(before)
    if (before.length === 0) return settled
    return new Promise((resolve) => {
      const late = () => {
        giveUp()
        resolve(null)
      }
      const timer = setTimeout(late, PATIENCE)
      settled.then(() => clearTimeout(timer)).then(resolve)
    })
  }

  return {
    /** For what is sent now: aborted with its own signal, or when a login gives it up. */
    signalWith(own: AbortSignal | null | undefined): AbortSignal {
      const sent = new AbortController()
      const abort = () => sent.abort(own?.reason)
      if (own?.aborted) abort()
      own?.addEventListener('abort', abort, { once: true })
      onWire.add(sent)
      return sent.signal
    },

    /** `run` tells whether it has brought a login. */
    login: <T>(run: () => Promise<T>, succeeded: (answer: T) => boolean): Promise<T> =>
      enter(logins, patiently([...logins, ...others]), async () => {
        const answer = await run()
        if (succeeded(answer)) begun++
        return answer
      }),

    /** `end`: what ends a login, where that was asked for while the answer was on its way, which has set its cookie since. */
    renewal: <T>(run: () => Promise<T>, end: () => Promise<unknown>): Promise<T> =>
      enter(others, Promise.allSettled([...logins, ...others]), async () => {
        const before = begun + ended
        const answer = await run()
        if (begun + ended !== before) await end().catch(() => {})
        return answer
      }),

    /** Sent at once, unless a login is under way; `null` where that has taken the place of what was to be ended. */
    revocation<T>(run: () => Promise<T>): Promise<T | null> {
      const before = begun
      ended++
      return enter(others, Promise.allSettled(logins), async () => (begun === before ? run() : null))
    },
  }
}
