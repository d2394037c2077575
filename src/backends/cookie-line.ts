/**
 * A browser has one place for the cookies of all logins, and fills it in the order in which answers arrive, whatever was asked
 * first. So no login is sent before what was sent earlier has been answered, and nothing that ends one is sent after it.
 */
export function createCookieLine() {
  const logins = new Set<Promise<unknown>>()
  const others = new Set<Promise<unknown>>()
  let begun = 0
  let ended = 0

  const enter = async <T>(room: Set<Promise<unknown>>, before: Iterable<Promise<unknown>>, run: () => Promise<T>) => {
    const earlier = Promise.allSettled(before)
    const mine = earlier.then(run)
    room.add(mine)
    try {
      return await mine
    } finally {
      room.delete(mine)
    }
  }

  return {
    /** `run` tells whether it has brought a login. */
    login: <T>(run: () => Promise<T>, succeeded: (answer: T) => boolean): Promise<T> =>
      enter(logins, [...logins, ...others], async () => {
        const answer = await run()
        if (succeeded(answer)) begun++
        return answer
      }),

    /** `end`: what ends a login, where that was asked for while the answer was on its way, which has set its cookie since. */
    renewal: <T>(run: () => Promise<T>, end: () => Promise<unknown>): Promise<T> =>
      enter(others, [...logins, ...others], async () => {
        const before = ended
        const answer = await run()
        if (ended !== before) await end().catch(() => {})
        return answer
      }),

    /** Sent at once, unless a login is under way; `null` where that has taken the place of what was to be ended. */
    revocation<T>(run: () => Promise<T>): Promise<T | null> {
      const before = begun
      ended++
      return enter(others, logins, async () => (begun === before ? run() : null))
    },
  }
}
