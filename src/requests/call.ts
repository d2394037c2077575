import type { Credentials } from '../credentials'

/** How all calls of one kind are sent, and how their outcomes are read. */
export interface CallKind<T, What> {
  /** Sends it with that lease, or without a token; any number of times. */
  run(what: What, lease: Credentials | null): PromiseLike<T> | T
  /** The resource (method, origin, path), and how it is named where it is shown. */
  names?(what: What): { readonly resource: string; readonly label?: string }
  /** Whether that outcome, a result or a rejection's reason, refuses the token. */
  isUnauthorized?(outcome: T, what: What): boolean | PromiseLike<boolean>
  /** Whether that refusal says that the token will never be taken again. */
  isFinal?(outcome: T): PromiseLike<boolean>
  /** Takes what a good answer brings; whether it proves that the token was taken. */
  onAnswer?(result: T, lease: Credentials): boolean
}

/** One call that may have to wait: what is to be sent, and what is remembered of it meanwhile. It holds nothing else. */
export interface Call<T = unknown, What = unknown> {
  readonly kind: CallKind<T, What>
  readonly what: What
  readonly signal?: AbortSignal | null | undefined
  /** Without a token it is not sent at all. */
  readonly required?: boolean
  /** Wait for the same user's next login where the session has expired. */
  readonly hold?: boolean | undefined
  /** It can't be sent twice. */
  readonly once?: boolean | undefined
  /** ms of life that the token must have left. */
  readonly minValidFor?: number

  resolve?: (result: T | PromiseLike<T>) => void
  /** The login it belongs to; `null` while none is known. */
  epoch?: string | null
  /** What it waits for. */
  waits?: 'wait' | 'hold' | null
  /** ms; when its waiting ends. Without it, it has never waited. */
  deadline?: number
  onAbort?: () => void
  /** The user whom held work waits for; a pseudonym. */
  heldFor?: string | undefined
  /** The generation that was refused to it. */
  refused?: number
  /** The generation whose life was too short for it: what follows it is the longest that there is. */
  tooShort?: number
  /** It has been on the wire. */
  sent?: boolean
  /** A renewal was made for it: one more refusal is the caller's. */
  renewed?: boolean
}
