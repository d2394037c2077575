import type { Lock } from '../platform/lock'
import type { SessionPorts } from '../ports'

/** A live holder may hand over to another this many times before a waiter goes on without the lock. */
const MAX_HOLDERS = 10

/** This session's turn at the rotation, among those that share its store. Without a lock it is always its turn. */
export function createExclusivity(
  { deadlines, log, settings, store }: SessionPorts,
  getLock: () => Lock | null,
  name: string,
  isOnTheWire: () => boolean,
) {
  let release: (() => void) | null = null
  let isNeeded = false
  let burials = 0
  let standInLine = () => {}
  let leaveLine = () => {}

  /** Unconditionally: a frozen page keeps its locks from everybody. */
  const giveBack = () => {
    const held = release
    release = null
    try {
      held?.()
    } catch (error) {
      log(error)
    }
  }
  /** It is kept while a rotation is on the wire, and until the store says that the login has ended. */
  const rest = () => {
    if (!isNeeded && !isOnTheWire() && burials === 0) giveBack()
  }

  return {
    /**
     * Waits for the turn, at most until the deadline that its holder has published, and tells whether it was granted.
     * What it returns leaves the line.
     */
    enter(tell: (granted: boolean) => void): () => void {
      isNeeded = true
      // Nobody else sees an unshared store: an intent in it was left by a page that is gone.
      const lock = store.shared ? getLock() : null
      let isOver = false
      let settle = () => {}
      const over = new Promise<void>((resolve) => {
        settle = resolve
      })
      const end = (granted: boolean | null) => {
        if (isOver) return
        isOver = true
        settle()
        standInLine = () => {}
        if (!granted) leaveLine()
        if (granted !== null) tell(granted)
      }
      const leave = () => end(null)
      if (lock === null || release !== null) {
        end(!store.shared || lock !== null)
        return leave
      }
      standInLine = () => {
        leaveLine()
        const line = new AbortController()
        const { signal } = line
        leaveLine = () => line.abort()
        lock.acquire(name, signal).then(
          (giveBack) => {
            if (signal.aborted) return giveBack()
            release = giveBack
            end(true)
          },
          () => signal.aborted || end(false),
        )
      }
      standInLine()
      const wait = async () => {
        for (let holders = 0; holders < MAX_HOLDERS; holders++) {
          const { intent } = (await store.read().catch(() => null)) ?? {}
          const fallback = holders ? 0 : settings.requestTimeout
          const left = intent ? deadlines.patience(intent.deadline) - deadlines.now() : fallback
          if (isOver || left <= 0) break
          await deadlines.within(Math.min(left, 3 * settings.requestTimeout), over, () => {})
        }
        end(false)
      }
      wait()
      return leave
    },
    rest,
    /** The page is about to be frozen: it keeps nobody from the turn, nor from the one after it. */
    froze(): void {
      giveBack()
      leaveLine()
    },
    thawed: () => standInLine(),
    /** The chart needs the turn no longer. Later, since the session hears of it only then. */
    leave(): void {
      isNeeded = false
      queueMicrotask(rest)
    },
    /** Whoever has the turn next must find what this writes, or it spends a token that has been refused. */
    async during(burial: Promise<void>): Promise<void> {
      burials++
      await burial
      burials--
      rest()
    },
  }
}
