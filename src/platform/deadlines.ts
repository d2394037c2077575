import type { Clock } from './clock'

/** Real timers run at most this long, so that a sleep is noticed within it. */
const SLICE = 30_000

/** Timers are never exact; past this they have slept. */
const LATE = 1_000

/** Whoever waited through a sleep has this long from the wake, so that an answer that came meanwhile is heard first. */
export const GRACE = 2_000

interface Deadline {
  readonly at: number
  readonly run: () => void
  /** Held back while the session is suspended. */
  readonly own: boolean
}

/** A handle that {@link Deadlines.cancel} takes. */
export type DeadlineHandle = object

/** Moments to come, kept as moments: after a sleep they are due at once, however the timers slept. */
export type Deadlines = ReturnType<typeof createDeadlines>

/** `onLate`: timers have slept; called before what has become due meanwhile. */
export function createDeadlines(clock: Clock, onLate: () => void = () => {}) {
  const pending = new Set<Deadline>()
  let timer: unknown = null
  let armedFor = Infinity
  let rings = Infinity
  let wokenAt = -Infinity
  let suspended = false
  let base = -Infinity
  let baseMonotonic = 0

  /** ms since the epoch; never slower than the monotonic clock, so a wall clock set back revives no token. */
  const now = (): number => {
    const monotonic = clock.monotonic()
    const steady = base + monotonic - baseMonotonic
    const wall = clock.now()
    if (wall <= steady) return Math.trunc(steady)
    base = wall
    baseMonotonic = monotonic
    return wall
  }

  const mayRun = ({ own }: Deadline): boolean => !(suspended && own)

  /** Whether timers have slept since they were set; whoever sets them anew looks first. */
  const hasSlept = (): boolean => {
    const present = now()
    const late = present - rings > LATE
    if (late) wokenAt = present
    return late
  }

  const arm = () => {
    hasSlept()
    if (timer !== null) clock.clearTimeout(timer)
    timer = null
    armedFor = rings = Infinity
    for (const deadline of pending) if (deadline.at < armedFor && mayRun(deadline)) armedFor = deadline.at
    if (armedFor === Infinity) return
    const wait = Math.min(Math.max(armedFor - now(), 0), SLICE)
    rings = now() + wait
    timer = clock.setTimeout(wake, Math.ceil(wait))
  }

  /** Runs at once what has become due while timers slept. */
  const wake = () => {
    if (hasSlept()) onLate()
    const present = now()
    const due = [...pending].filter((deadline) => deadline.at <= present && mayRun(deadline))
    for (const deadline of due.sort((a, b) => a.at - b.at)) if (pending.delete(deadline)) deadline.run()
    arm()
  }

  /** Runs at the moment `at` (ms). `own` deadlines rest while suspended. */
  const set = (at: number, run: () => void, own = false): DeadlineHandle => {
    const deadline: Deadline = { at, run, own }
    pending.add(deadline)
    if (at < armedFor) arm()
    return deadline
  }

  /** When a wait that began before the last sleep, if there was one, and was to end at `at` really ends. */
  const patience = (at: number): number => Math.max(at, wokenAt + GRACE)

  const cancel = (handle: DeadlineHandle) => {
    pending.delete(handle as Deadline)
    if (pending.size === 0) arm()
  }

  /** The same for a wait that a sleep does not end; what it returns cancels it. */
  const setPatiently = (at: number, run: () => void, own = false): (() => void) => {
    const before = wokenAt
    const ring = () => {
      if (wokenAt !== before && patience(at) > now()) handle = set(patience(at), ring, own)
      else run()
    }
    let handle = set(at, ring, own)
    return () => cancel(handle)
  }

  return {
    now,
    set,
    cancel,
    wake,
    patience,
    setPatiently,

    /** Settles as `promise` does, or with `late()` after `ms`. */
    within<T>(ms: number, promise: PromiseLike<T> | T, late: () => T): Promise<T> {
      return new Promise((resolve, reject) => {
        const ring = () => new Promise<T>((settle) => settle(late())).then(resolve, reject)
        const leave = setPatiently(now() + ms, ring)
        Promise.resolve(promise).then(resolve, reject).then(leave)
      })
    },

    suspend(): void {
      suspended = true
      arm()
    },

    resume(): void {
      suspended = false
      arm()
    },

    /** Drops the session's own deadlines; what is still on the wire keeps its bound. */
    dispose(): void {
      for (const deadline of pending) if (deadline.own) pending.delete(deadline)
      arm()
    },
  }
}
