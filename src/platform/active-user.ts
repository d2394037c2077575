import { checkShape } from '../shape'
import { type Clock, systemClock } from './clock'
import { type Lifecycle, pageLifecycle } from './lifecycle'

export interface ActiveUserOptions {
  /** After how long without a sign of the user they count as away, in ms. 1 000 to 86 400 000. */
  readonly idleAfter: number
  /** What else is heard of the page. @default pageLifecycle() */
  readonly lifecycle?: Lifecycle | undefined
  /** @default systemClock() */
  readonly clock?: Clock | undefined
}

/** What only a user does: a page scrolls and moves the focus by itself too. */
const SIGNS = ['pointerdown', 'pointermove', 'keydown', 'touchstart', 'touchmove', 'wheel']

/**
 * A page whose user is away counts as hidden, until they point, type, touch, turn the wheel or come back to it: for the `lifecycle`
 * option, with `renewal.whileHidden: false`, so that nobody's session is prolonged while nobody is there. On a server it is
 * the lifecycle that it was given.
 *
 * @throws TypeError that names the option.
 */
export function activeUser(options: ActiveUserOptions): Lifecycle {
  const { idleAfter, lifecycle = pageLifecycle(), clock = systemClock() } = options ?? {}
  const fits = Number(idleAfter) === idleAfter && idleAfter >= 1_000 && idleAfter <= 86_400_000
  checkShape('activeUser: idleAfter', idleAfter, 'a number from 1000 to 86400000', fits)
  return {
    isOnline: () => lifecycle.isOnline(),
    attach(listener) {
      const { document, addEventListener } = globalThis as Partial<typeof globalThis>
      if (!document || !addEventListener) return lifecycle.attach(listener)
      let seenAt = clock.monotonic()
      let isAway = false
      let timer: unknown

      const look = () => {
        const left = seenAt + idleAfter - clock.monotonic()
        isAway = left <= 0
        if (isAway) listener.hid()
        else timer = clock.setTimeout(look, left)
      }
      const welcome = () => {
        const wasAway = isAway
        seenAt = clock.monotonic()
        if (!wasAway) return
        look()
        listener.woke()
      }
      const listening = new AbortController()
      const { signal } = listening
      addEventListener('focus', welcome, { signal })
      for (const sign of SIGNS) addEventListener(sign, welcome, { passive: true, capture: true, signal })
      document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' || welcome(), {
        signal,
      })
      look()
      const detach = lifecycle.attach({
        ...listener,
        woke() {
          if (!isAway) listener.woke()
        },
        thawed() {
          welcome()
          listener.thawed()
        },
      })
      return () => {
        listening.abort()
        clock.clearTimeout(timer)
        detach()
      }
    },
  }
}
