import type { Credentials } from '../credentials'

/** One call that may have to wait. It holds what it takes to send itself, any number of times, and nothing else. */
export abstract class Call<T = unknown> {
  resolve!: (result: T | PromiseLike<T>) => void
  reject!: (reason: unknown) => void
  signal: AbortSignal | null | undefined
  onAbort: (() => void) | undefined
  /** The login it belongs to; `null` while none is known. */
  epoch: string | null
  /** The user whom held work waits for; a pseudonym. */
  heldFor: string | null = null
  /** The generation that was refused to it. */
  refused = 0
  /** The generation whose life was too short for it: what follows it is the longest that there is. */
  tooShort = 0
  /** ms; when its waiting ends. 0: it has never waited. */
  deadline = 0
  /** It has been on the wire. */
  sent = false
  /** A renewal was made for it: one more refusal is the caller's. */
  renewed = false

  constructor(epoch: string | null) {
    this.epoch = epoch
  }

  /** What the caller waits for. */
  promise(): Promise<T> {
    return new Promise((resolve, reject) => {
      this.resolve = resolve
      this.reject = reject
    })
  }

  /** Sends it with that lease, or without a token. */
  abstract run(lease: Credentials | null): PromiseLike<T>

  /** Without a token it is not sent at all. */
  readonly required: boolean = false
  /** Wait for the same user's next login where the session has expired. */
  readonly hold: boolean = false
  readonly replayable: boolean = true
  /** ms of life that the token must have left. */
  readonly minValidFor: number = 0
  /** Names the resource: method, origin, path. */
  get resource(): string {
    return ''
  }
  /** How it is named where it is shown. */
  get label(): string | undefined {
    return undefined
  }
  /** Whether that outcome, a result or a rejection's reason, refuses the token. */
  isUnauthorized(_outcome: unknown): boolean | PromiseLike<boolean> {
    return false
  }
  /** Whether that refusal says that the token will never be taken again. */
  isFinal(_outcome: unknown): PromiseLike<boolean> {
    return Promise.resolve(false)
  }
  /** Whether that result proves that the token was taken. */
  accepts(_result: T): boolean {
    return true
  }
  /** What else a good answer brings. */
  onAnswer(_result: T, _lease: Credentials): void {}
}
