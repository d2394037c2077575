import type { Credentials } from '../credentials'
import type { RequestFact, WaitReason } from '../development-fact'
import { AuthSessionError } from '../errors'
import type { Deadlines } from '../platform/deadlines'
import type { Call } from './call'
import { labelOf } from './origins'

type Told = RequestFact extends infer Fact
  ? Fact extends RequestFact
    ? Omit<Fact, 'id' | 'label' | 'at'>
    : never
  : never

interface Watched {
  readonly id: number
  readonly label: string
  wasSent: boolean
}

/** Development only: tells what becomes of calls. */
type RequestWatch = ReturnType<typeof createRequestWatch>

// By key and not by field, so that a production build holds no trace of it.
const watches = new WeakMap<object, RequestWatch>()

/** Watches the calls of the session that those parts belong to. */
export function watchRequests(parts: readonly object[], deadlines: Deadlines, tell: (fact: RequestFact) => void): void {
  const watch = createRequestWatch(deadlines, tell)
  for (const part of parts) watches.set(part, watch)
}

export const watchOf = (part: object): RequestWatch | undefined => watches.get(part)

function createRequestWatch({ now }: Deadlines, tell: (fact: RequestFact) => void) {
  const calls = new WeakMap<object, Watched>()
  let count = 0

  const known = (call: object, name: () => string): Watched => {
    const watched = calls.get(call) ?? { id: ++count, label: name(), wasSent: false }
    calls.set(call, watched)
    return watched
  }
  const say = ({ id, label }: Watched, told: Told) => tell({ id, label, at: now(), ...told } as RequestFact)
  const sent = (watched: Watched, lease: Credentials | null) => {
    say(watched, { type: 'request.sent', stamp: lease === null ? null : lease.stamp, replayed: watched.wasSent })
    watched.wasSent = true
  }
  const settled = <T>(watched: Watched, outcome: Promise<T>): Promise<T> => {
    const end = (status: number | null, code: AuthSessionError['code'] | 'aborted' | 'failed' | null) =>
      say(watched, { type: 'request.settled', status, code })
    outcome.then(
      (answer) => end(statusOf(answer), null),
      (reason) => end(null, codeOf(reason)),
    )
    return outcome
  }

  return {
    waits: (call: Call, why: WaitReason) =>
      say(
        known(call, () => nameOf(call)),
        { type: 'request.waits', why },
      ),
    held: (call: Call) =>
      say(
        known(call, () => nameOf(call)),
        { type: 'request.held' },
      ),
    sent: (call: Call, lease: Credentials | null) =>
      sent(
        known(call, () => nameOf(call)),
        lease,
      ),
    settles: <T>(call: Call, outcome: Promise<T>) =>
      settled(
        known(call, () => nameOf(call)),
        outcome,
      ),

    /** A call that goes the shortest way is known by its outcome. */
    hurries(outcome: Promise<unknown>, name: () => string, lease: Credentials): void {
      const watched = known(outcome, name)
      sent(watched, lease)
      settled(watched, outcome)
    },
    slows(call: Call, outcome: Promise<unknown>): void {
      const watched = calls.get(outcome)
      if (watched) calls.set(call, watched)
    },
  }
}

/** The call that one which went the shortest way has become, for it was refused. */
export function slowed<T, What>(part: object, call: Call<T, What>, outcome: Promise<T>): Call<T, What> {
  watchOf(part)?.slows(call as Call, outcome)
  return call
}

export function waitReason(call: Call, lease: Credentials | null, now: number, isPaused: boolean): WaitReason {
  if (!lease) return 'restoring'
  if (isPaused) return 'thawed'
  if (now >= lease.usableUntil) return 'token_lapsed'
  return lease.refused || call.refused === lease.stamp.generation ? 'token_refused' : 'life_too_short'
}

function nameOf({ kind, what }: Call): string {
  if (!kind.names) return 'accessToken()'
  const { url } = Object(what) as { url?: unknown }
  return kind.names(what).label ?? (url ? labelOf(String(url), 'withToken') : 'withToken()')
}

const statusOf = (answer: unknown): number | null => {
  const { status } = Object(answer) as { status?: unknown }
  return typeof status === 'number' ? status : null
}

function codeOf(reason: unknown): AuthSessionError['code'] | 'aborted' | 'failed' {
  if (reason instanceof AuthSessionError) return reason.code
  return (Object(reason) as { name?: unknown }).name === 'AbortError' ? 'aborted' : 'failed'
}
