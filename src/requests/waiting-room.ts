import type { DeadlineHandle, Deadlines } from '../platform/deadlines'
import type { Call } from './call'

/** Answers of a herd come one by one: they are counted at most this often; ms. */
const COUNT_INTERVAL = 50

interface WaitingRoomPorts {
  readonly deadlines: Deadlines
  /** ms */
  readonly maxWait: number
  /** Told at once after a quiet time, and then for any number of arrivals and departures together. */
  readonly onCount: () => void
  /** Takes it out if it is late or its signal has been aborted. */
  readonly review: (call: Call) => void
}

/** Calls that wait, in the order in which they began to. */
export function createWaitingRoom({ deadlines, maxWait, onCount, review }: WaitingRoomPorts) {
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

  const expire = () => {
    timer = null
    for (const call of calls) {
      const { deadline = 0 } = call
      if (deadline > deadlines.now()) {
        timer ??= deadlines.set(deadline, expire)
        return
      }
      review(call)
    }
  }

  return {
    calls: calls as ReadonlySet<Call>,
    enter(call: Call) {
      call.deadline = deadlines.now() + maxWait
      timer ??= deadlines.set(call.deadline, expire)
      if (call.signal) {
        call.onAbort = () => review(call)
        call.signal.addEventListener('abort', call.onAbort)
      }
      calls.add(call)
      count()
    },
    leave(call: Call) {
      if (!calls.delete(call)) return
      if (calls.size === 0 && timer) {
        deadlines.cancel(timer)
        timer = null
      }
      if (call.onAbort) call.signal?.removeEventListener('abort', call.onAbort)
      count()
    },
  }
}
