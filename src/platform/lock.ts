/** Mutual exclusion among sessions that share a store. Shaped so that Web Locks and Redis fit. */
export interface Lock {
  /**
   * Resolves with what gives the lock back once it is granted, in the order of asking.
   * An abort of `signal` takes the asker out of the line; the promise then rejects with its reason.
   */
  acquire(name: string, signal: AbortSignal): Promise<() => void>
}

const lines = new Map<string, Promise<void>>()

/** A lock among the sessions of one process. */
export function processLock(): Lock {
  return {
    acquire: (name, signal) =>
      new Promise((resolve, reject) => {
        const leave = () => reject(signal.reason)
        if (signal.aborted) return leave()
        signal.addEventListener('abort', leave, { once: true })
        const turn = () =>
          new Promise<void>((release) => {
            if (signal.aborted) release()
            else resolve(release)
          })
        const line = (lines.get(name) ?? Promise.resolve()).then(turn)
        lines.set(name, line)
        line.then(() => lines.get(name) === line && lines.delete(name))
      }),
  }
}
