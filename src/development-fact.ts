import type { Stamp } from '../machines'
import type { AuthSessionErrorCode } from './errors'

/**
 * Why a call waits: the store is being read, or looked at again after a thaw; its token was refused, has run out, or lives too
 * short for it.
 */
export type WaitReason = 'restoring' | 'thawed' | 'token_refused' | 'token_lapsed' | 'life_too_short'

/** One thing that became of one call. */
export type RequestFact = {
  /** Counts the calls of one session object. */
  readonly id: number
  /** As in the timeline: never a query, a header or a body. */
  readonly label: string
  /** ms since the epoch. */
  readonly at: number
} & (
  | { readonly type: 'request.waits'; readonly why: WaitReason }
  | { readonly type: 'request.held' }
  /** With that token, or without one; `replayed`: it had been sent before. */
  | { readonly type: 'request.sent'; readonly stamp: Stamp | null; readonly replayed: boolean }
  | {
      readonly type: 'request.settled'
      readonly status: number | null
      /** `null` where it was answered; `failed`: as the transport fails. */
      readonly code: AuthSessionErrorCode | 'aborted' | 'failed' | null
    }
)

/** One of a backend's final answers: that status and, where given, one of those error codes. */
export interface FinalAnswerFact {
  readonly status: number
  readonly codes?: readonly string[]
}

/** What a session tells in development alone, for tools that show it. No fact holds a token. */
export type DevelopmentFact =
  | RequestFact
  | {
      readonly type: 'session.created'
      readonly at: number
      readonly key: string
      readonly kind: string
      /** The name of the header that carries the token; `null`: none does. */
      readonly header: string | null
      /** The backend's own final answers to a renewal. */
      readonly final: readonly FinalAnswerFact[]
    }
  | {
      readonly type: 'skew.measured'
      readonly at: number
      /** How far the server's clock is ahead; ms. */
      readonly skew: number
      /** The `Date` of an answer, or the `iat` of a new token. */
      readonly source: 'date' | 'iat'
    }
