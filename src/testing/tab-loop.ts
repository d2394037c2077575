import type { Clock } from '../platform/clock'

/** Whether a tab runs. All that reaches it from outside comes through here, as a task. */
export type TabLoop = ReturnType<typeof createTabLoop>

export function createTabLoop(clock: Clock) {
  const tasks: (() => void)[] = []
  const held = new Set<() => void>()
  let frozen = false
  let ended = false

  /** Runs now; in a frozen tab after the thaw, in its turn; in one that has ended never. */
  const run = (task: () => void): void => {
    if (ended) return
    if (frozen || tasks.length > 0) tasks.push(task)
    else task()
  }

  /** What the tab holds until it gives it back by the result, or ends. */
  const hold = (release: () => void): (() => void) => {
    const giveBack = () => {
      if (held.delete(giveBack)) release()
    }
    held.add(giveBack)
    if (ended) giveBack()
    return giveBack
  }

  /** One task a turn, each with everything that follows from it. */
  const catchUp = () => {
    if (frozen || tasks.length === 0) return
    const turn = clock.setTimeout(() => {
      over()
      if (!frozen) tasks.shift()?.()
      catchUp()
    }, 0)
    const over = hold(() => clock.clearTimeout(turn))
  }

  return {
    run,
    hold,

    /** Asks the world outside; a tab that has ended asks nothing, and hears nothing. */
    ask<T>(question: () => T | PromiseLike<T>): Promise<T> {
      return new Promise((resolve, reject) => {
        if (ended) return
        new Promise<T>((answer) => answer(question())).then(
          (value) => run(() => resolve(value)),
          (error) => run(() => reject(error)),
        )
      })
    },

    /** `last` is the last that runs. */
    freeze(last: () => void): void {
      if (frozen || ended) return
      last()
      frozen = true
    },

    /** `first` runs before what waits. */
    thaw(first: () => void): void {
      if (!frozen || ended) return
      frozen = false
      first()
      catchUp()
    },

    end(): void {
      ended = true
      tasks.length = 0
      for (const giveBack of held) giveBack()
    },
  }
}
