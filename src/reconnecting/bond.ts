import type { Stamp } from '../../machines'
import type { AuthSession } from '../auth-session'
import { AuthSessionError, type AuthSessionErrorCode } from '../errors'
import type { Clock } from '../platform/clock'

interface BondPorts {
  readonly clock: Clock
  /** How long an expired session is waited for; ms. */
  readonly holdFor: number
  /** What runs on the present token has to stop, until {@link Bond.ready}. */
  readonly onExpired: () => void
  /** There is another token of the same user. */
  readonly onRenewed: () => void
}

/** Ties what stays open to the user for whom it was opened. */
export interface Bond {
  /** Aborted when it is over. Its reason is the `AuthSessionError` that says why, or what {@link Bond.end} was given. */
  readonly signal: AbortSignal
  /** Resolves while the session lives; an expired one is waited for. @throws the signal's reason. */
  ready(): Promise<void>
  /** Lets go of session and clock. */
  end(reason: unknown): void
}

interface Owner extends Stamp {
  /** A pseudonym; `null` where the user is unknown, who then is nobody else's equal. */
  readonly subject: string | null
}

type SessionState = ReturnType<AuthSession['actor']['getSnapshot']>

/** Keeps the session started until it is over. */
export function createBond(session: AuthSession, { clock, holdFor, onExpired, onRenewed }: BondPorts): Bond {
  const over = new AbortController()
  const { signal } = over
  let owner: Owner | null = null
  let timer: unknown = null
  let resume = () => {}
  let held: Promise<void> | null = null
  let subscription: { unsubscribe(): void } | null = null

  const release = () => {
    clock.clearTimeout(timer)
    held = null
    resume()
  }
  const end = (reason: unknown) => {
    if (signal.aborted) return
    over.abort(reason)
    subscription?.unsubscribe()
    release()
    session.stop()
  }
  const endWith = (code: AuthSessionErrorCode) => end(new AuthSessionError(code))

  const hold = () => {
    if (held) return
    held = new Promise((resolve) => {
      resume = resolve
    })
    timer = clock.setTimeout(() => endWith('session_expired'), holdFor)
    onExpired()
  }

  const follow = (next: Owner) => {
    const before = owner
    owner = next
    if (!before) return
    const isSameLogin = next.epoch === before.epoch
    if (!isSameLogin && (next.subject === null || next.subject !== before.subject)) endWith('session_changed')
    else if (held) release()
    else if (!isSameLogin || next.generation !== before.generation) onRenewed()
  }

  const look = (state: SessionState) => {
    const { stamp, subject } = state.context
    if (signal.aborted || state.hasTag('restoring')) return
    if (stamp && state.hasTag('loggedIn')) follow({ ...stamp, subject })
    else if (state.hasTag('loggedOut')) endWith('logged_out')
    else if (state.hasTag('anonymous') && !owner) endWith('anonymous')
    else if (state.hasTag('expired') && owner && holdFor > 0) hold()
    else endWith('session_expired')
  }

  session.start().catch(() => {})
  if (session.disposed) endWith('disposed')
  look(session.actor.getSnapshot())
  if (!signal.aborted) subscription = session.actor.subscribe({ next: look, complete: () => endWith('disposed') })
  return {
    signal,
    async ready() {
      await held
      signal.throwIfAborted()
    },
    end,
  }
}
