import type { Credentials } from '../credentials'

/** How the answers of one kind of call are read. Shared by all of its calls. */
export interface CallKind<T> {
  /** Whether that outcome, a result or a rejection's reason, refuses the token. */
  isUnauthorized(outcome: unknown): boolean | PromiseLike<boolean>
  /** Whether that result proves that the token was taken. */
  accepts(result: T): boolean
  /** A refused access token that nothing can renew: whether the backend calls it final. */
  isFinal?(outcome: unknown): Promise<boolean>
  /** What else a good answer brings. */
  onAnswer?(result: T, lease: Credentials): void
}

/** One call that may have to wait. It holds what it needs to send itself, any number of times. */
export class Call<T = unknown> {
  readonly kind: CallKind<T>
  /** Sends it with that lease, or without a token. */
  readonly run: (lease: Credentials | null) => PromiseLike<T>
  resolve!: (result: T | PromiseLike<T>) => void
  reject!: (reason: unknown) => void
  signal: AbortSignal | null = null
  /** Names the resource: method, origin, path. */
  resource: () => string = unnamed
  label: (() => string) | null = null
  /** Without a token it is not sent at all. */
  required = false
  /** Wait for the same user's next login where the session has expired. */
  hold = false
  replayable = true
  /** ms of life that the token must have left. */
  minValidFor = 0
  /** The login it belongs to; `null` while none is known. */
  epoch: string | null
  /** The user whom held work waits for; salted hash. */
  heldFor: string | null = null
  /** The generation that was refused to it. */
  refused = 0
  /** It has waited. */
  parked = false
  /** It has been on the wire. */
  sent = false
  /** A renewal was made for it: one more refusal is the caller's. */
  renewed = false
  /** ms; when its waiting ends. */
  deadline = 0
  onAbort: (() => void) | null = null

  constructor(kind: CallKind<T>, run: (lease: Credentials | null) => PromiseLike<T>, epoch: string | null) {
    this.kind = kind
    this.run = run
    this.epoch = epoch
  }

  /** What the caller waits for. */
  promise(): Promise<T> {
    return new Promise((resolve, reject) => {
      this.resolve = resolve
      this.reject = reject
    })
  }
}

const unnamed = () => ''
