import { AuthSessionError, type AuthSessionErrorCode } from '../errors'
import type { DeadlineHandle, Deadlines } from '../platform/deadlines'
import type { Call } from './call'

/** Answers of a herd come one by one: they are counted at most this often; ms. */
const COUNT_INTERVAL = 50

interface WaitingRoomPorts {
  readonly deadlines: Deadlines
  readonly limit: number
  /** ms */
  readonly maxWait: number
  readonly late: AuthSessionErrorCode
  readonly lateCause: () => unknown
  /** Told at once after a quiet time, and then for any number of arrivals and departures together. */
  readonly onCount: () => void
}

/** Calls that wait, in the order in which they began to. Bounded in number and time; an abort leaves at once. */
export function createWaitingRoom({ deadlines, limit, maxWait, late, lateCause, onCount }: WaitingRoomPorts) {
  const calls = new Set<Call>()
  let timer: DeadlineHandle | null = null
  let counting = false
  let countedAt = Number.NEGATIVE_INFINITY

  const count = () => {
    if (counting) return
    counting = true
    const tell = () => {
      counting = false
      countedAt = deadlines.now()
      onCount()
    }
    const due = countedAt + COUNT_INTERVAL
    if (deadlines.now() < due) deadlines.set(due, tell)
    else queueMicrotask(tell)
  }

  const leave = (call: Call): boolean => {
    if (!calls.delete(call)) return false
    if (call.onAbort) call.signal?.removeEventListener('abort', call.onAbort)
    if (calls.size === 0 && timer) {
      deadlines.cancel(timer)
      timer = null
    }
    count()
    return true
  }

  const expire = () => {
    timer = null
    const now = deadlines.now()
    for (const call of calls) {
      if (call.deadline > now) {
        timer = deadlines.set(call.deadline, expire)
        return
      }
      leave(call)
      call.reject(new AuthSessionError(late, undefined, { cause: lateCause() }))
    }
  }

  /** Rejects the call where there is no room, or where its signal has been aborted already. */
  const enter = (call: Call): boolean => {
    const { signal } = call
    if (signal?.aborted || calls.size >= limit) {
      call.reject(signal?.aborted ? signal.reason : new AuthSessionError('queue_full'))
      return false
    }
    call.deadline = deadlines.now() + maxWait
    if (signal) {
      call.onAbort = () => leave(call) && call.reject(signal.reason)
      signal.addEventListener('abort', call.onAbort)
    }
    calls.add(call)
    timer ??= deadlines.set(call.deadline, expire)
    count()
    return true
  }

  return { calls: calls as ReadonlySet<Call>, enter, leave }
}
