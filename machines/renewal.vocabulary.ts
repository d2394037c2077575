import type { EndReason, SessionFacts, TokenFacts } from './session.vocabulary'
import type { Stamp } from './stamp'

export interface RenewalInput {
  /** The token to be renewed. */
  readonly stamp: Stamp
  /** ms; the moment at which the renewal began. */
  readonly at: number
  /** ms; after it a request is overdue, after three times as much it is given up. */
  readonly requestTimeout: number
  /** How many callers wait for the outcome. */
  readonly waiting: number
}

/** How a renewal ended; `at` in ms. */
export type RenewalOutput =
  | { readonly outcome: 'renewed' | 'adopted'; readonly at: number; readonly stamp: Stamp; readonly token: TokenFacts }
  | ({ readonly outcome: 'superseded'; readonly at: number } & SessionFacts)
  | { readonly outcome: 'ended'; readonly at: number; readonly reason: EndReason | 'logged_out' }
  | {
      readonly outcome: 'rejected'
      readonly at: number
      readonly reason: 'rejected' | 'answer_lost' | 'refresh_token_expired'
    }

export interface RenewalContext extends RenewalInput {
  /** Tries made so far. */
  readonly attempt: number
  /** A lock was granted: whoever left an intent is dead or frozen. */
  readonly locked: boolean
  /** A try may have spent the token although no answer was seen. */
  readonly mayHaveRotated: boolean
  /** ms; until then a sibling's rotation may be under way. */
  readonly intentDeadline: number | null
  /** ms; from when the running timer counts. */
  readonly armedAt: number
  /** ms; when the last try was answered. */
  readonly triedAt: number
  /** ms; when the next try is due, or a wait for a sibling or for an overdue answer ends. */
  readonly retryAt: number
  /** ms; the server asked for no try before it. */
  readonly notBefore: number | null
  readonly result: RenewalOutput | null
}

export type RenewalEvent =
  /** Another caller has begun to wait. */
  { readonly type: 'demand.rose'; readonly at: number; readonly waiting: number }

/** Told by `lock`; `granted: false` where there is no lock facility or the holder's deadline has passed. */
export interface LockOutput {
  readonly at: number
  readonly granted: boolean
}

/** Told by `reread` and `confirm`: what the store holds, compared with the token to be renewed. */
export type StoreOutput =
  | {
      readonly found: 'same'
      readonly at: number
      /** The refresh token's own `exp` has passed. */
      readonly exhausted: boolean
      /** ms; the deadline of another holder's unfinished intent. */
      readonly intentDeadline: number | null
      /** That intent's holder has no lock: to be granted it says nothing about the holder. */
      readonly unlocked?: boolean
    }
  | { readonly found: 'newer'; readonly at: number; readonly stamp: Stamp; readonly token: TokenFacts }
  | ({ readonly found: 'another'; readonly at: number } & SessionFacts)
  | { readonly found: 'ended'; readonly at: number; readonly reason: EndReason | 'logged_out' }

/** Told by `intend`: the intent is written, or could not be; or a sibling's came first. */
export interface IntendOutput {
  readonly at: number
  /** The store holds another intent than `reread` saw, or a later token: nothing was written. */
  readonly conflict: boolean
}

/** Told by `request`, and by `watch` of an overdue one: in which class the answer falls. */
export type RequestOutput =
  | { readonly answer: 'granted' | 'refused'; readonly at: number }
  | { readonly answer: 'offline'; readonly at: number; readonly retryAt: number }
  | {
      readonly answer: 'failed'
      readonly at: number
      readonly mayHaveRotated: boolean
      readonly retryAt: number
      readonly notBefore: number | null
    }

/** Told by `commit`. */
export type CommitOutput =
  | { readonly committed: true; readonly at: number; readonly stamp: Stamp; readonly token: TokenFacts }
  | { readonly committed: false; readonly at: number }

export interface StepInput {
  readonly stamp: Stamp
}

export interface LockInput extends StepInput {
  readonly requestTimeout: number
}

export interface RequestInput extends StepInput {
  readonly attempt: number
  readonly waiting: number
  readonly requestTimeout: number
}

export interface WatchInput extends StepInput {
  /** What to wait for: the store's change, the network's return, the overdue answer. */
  readonly subject: 'store' | 'network' | 'rotation'
  /** ms; the watch ends here at the latest. */
  readonly deadline: number
}

/** Told by `watch`. Only an overdue rotation brings an answer. */
export interface WatchOutput {
  readonly at: number
  readonly answer: RequestOutput | null
}
