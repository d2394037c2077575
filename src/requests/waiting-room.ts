import { AuthSessionError, type AuthSessionErrorCode } from '../errors'
import type { DeadlineHandle, Deadlines } from '../platform/deadlines'
import type { Call } from './call'

/** ms */
const COUNT_INTERVAL = 50

interface WaitingRoomOptions {
  readonly deadlines: Deadlines
  readonly limit: number
  /** ms */
  readonly maxWait: number
  readonly late: AuthSessionErrorCode
  readonly lateCause: () => unknown
  /** Called once for any number of arrivals and departures. */
  readonly onCount: () => void
}

/** Calls that wait, in the order in which they began to. Bounded in number and time; an abort leaves at once. */
export class WaitingRoom {
  readonly #options: WaitingRoomOptions
  readonly #calls = new Set<Call>()
  #timer: DeadlineHandle | null = null
  #counting = false
  #countedAt = Number.NEGATIVE_INFINITY

  constructor(options: WaitingRoomOptions) {
    this.#options = options
  }

  get size(): number {
    return this.#calls.size
  }

  [Symbol.iterator](): Iterator<Call> {
    return this.#calls.values()
  }

  /** Rejects the call where there is no room, or where its signal has been aborted already. */
  enter(call: Call): boolean {
    const { deadlines, limit, maxWait } = this.#options
    const { signal } = call
    if (signal?.aborted) return refuse(call, signal.reason)
    if (this.#calls.size >= limit) return refuse(call, new AuthSessionError('queue_full'))
    call.parked = true
    call.deadline = deadlines.now() + maxWait
    if (signal) {
      call.onAbort = () => {
        this.leave(call)
        call.reject(signal.reason)
      }
      signal.addEventListener('abort', call.onAbort)
    }
    this.#calls.add(call)
    this.#timer ??= deadlines.set(call.deadline, () => this.#expire())
    this.#count()
    return true
  }

  leave(call: Call): boolean {
    if (!this.#calls.delete(call)) return false
    if (call.onAbort) call.signal?.removeEventListener('abort', call.onAbort)
    call.onAbort = null
    if (this.#calls.size === 0) this.#rest()
    this.#count()
    return true
  }

  #expire(): void {
    const { deadlines, late, lateCause } = this.#options
    this.#timer = null
    const now = deadlines.now()
    for (const call of this.#calls) {
      if (call.deadline > now) {
        this.#timer = deadlines.set(call.deadline, () => this.#expire())
        return
      }
      this.leave(call)
      call.reject(new AuthSessionError(late, undefined, { cause: lateCause() }))
    }
  }

  #rest(): void {
    if (this.#timer) this.#options.deadlines.cancel(this.#timer)
    this.#timer = null
  }

  /** Counts at once after a quiet time, and then at most every so often: answers of a herd come one by one. */
  #count(): void {
    if (this.#counting) return
    this.#counting = true
    const { deadlines, onCount } = this.#options
    const tell = () => {
      this.#counting = false
      this.#countedAt = deadlines.now()
      onCount()
    }
    const due = this.#countedAt + COUNT_INTERVAL
    if (deadlines.now() >= due) queueMicrotask(tell)
    else deadlines.set(due, tell)
  }
}

function refuse(call: Call, reason: unknown): false {
  call.reject(reason)
  return false
}
