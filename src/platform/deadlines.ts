import type { Clock } from './clock'

/** Real timers run at most this long, so that a sleep is noticed within it. */
const SLICE = 30_000

/** Timers are never exact; past this they have slept. */
const LATE = 1_000

interface Deadline {
  readonly at: number
  readonly run: () => void
  /** Held back while the session is suspended. */
  readonly own: boolean
}

/** A handle that {@link Deadlines.cancel} takes. */
export type DeadlineHandle = object

/** Moments to come, kept as moments: after a sleep they are due at once, however the timers slept. */
export class Deadlines {
  readonly #clock: Clock
  readonly #pending = new Set<Deadline>()
  #timer: unknown = null
  #armedFor = Number.POSITIVE_INFINITY
  #suspended = false
  #base = Number.NEGATIVE_INFINITY
  #baseMonotonic = 0
  readonly #onLate: () => void

  /** `onLate`: timers have slept; called before what has become due meanwhile. */
  constructor(clock: Clock, onLate: () => void = () => {}) {
    this.#clock = clock
    this.#onLate = onLate
  }

  /** ms since the epoch; never slower than the monotonic clock, so a wall clock set back revives no token. */
  now(): number {
    const steady = this.#base + this.#clock.monotonic() - this.#baseMonotonic
    const wall = this.#clock.now()
    if (wall <= steady) return Math.trunc(steady)
    this.#base = wall
    this.#baseMonotonic = this.#clock.monotonic()
    return wall
  }

  /** Runs at the moment `at` (ms). `own` deadlines rest while suspended. */
  set(at: number, run: () => void, own = false): DeadlineHandle {
    const deadline: Deadline = { at, run, own }
    this.#pending.add(deadline)
    if (at < this.#armedFor) this.#arm()
    return deadline
  }

  cancel(handle: DeadlineHandle): void {
    this.#pending.delete(handle as Deadline)
    if (this.#pending.size === 0) this.#disarm()
  }

  /** Settles as `promise` does, or with `late()` after `ms`. */
  within<T>(ms: number, promise: PromiseLike<T> | T, late: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      const handle = this.set(this.now() + ms, () => {
        try {
          resolve(late())
        } catch (error) {
          reject(error)
        }
      })
      const settle =
        <V>(then: (value: V) => void) =>
        (value: V) => {
          this.cancel(handle)
          then(value)
        }
      Promise.resolve(promise).then(settle(resolve), settle(reject))
    })
  }

  /** Runs at once what has become due while timers slept. */
  wake(): void {
    const now = this.now()
    if (now - this.#armedFor > LATE) this.#onLate()
    const due = [...this.#pending].filter((deadline) => deadline.at <= now && this.#mayRun(deadline))
    for (const deadline of due.sort((a, b) => a.at - b.at)) if (this.#pending.delete(deadline)) deadline.run()
    this.#arm()
  }

  suspend(): void {
    this.#suspended = true
    this.#arm()
  }

  resume(): void {
    if (!this.#suspended) return
    this.#suspended = false
    this.#arm()
  }

  /** Drops the session's own deadlines; what is still on the wire keeps its bound. */
  dispose(): void {
    for (const deadline of this.#pending) if (deadline.own) this.#pending.delete(deadline)
    this.#arm()
  }

  #mayRun(deadline: Deadline): boolean {
    return !(this.#suspended && deadline.own)
  }

  #arm(): void {
    this.#disarm()
    let next = Number.POSITIVE_INFINITY
    for (const deadline of this.#pending) if (deadline.at < next && this.#mayRun(deadline)) next = deadline.at
    if (next === Number.POSITIVE_INFINITY) return
    this.#armedFor = next
    const wait = Math.min(Math.max(next - this.now(), 0), SLICE)
    this.#timer = this.#clock.setTimeout(() => this.wake(), Math.ceil(wait))
  }

  #disarm(): void {
    if (this.#timer !== null) this.#clock.clearTimeout(this.#timer)
    this.#timer = null
    this.#armedFor = Number.POSITIVE_INFINITY
  }
}
