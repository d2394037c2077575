import type { Done, Moment } from './params'
import type { RenewalContext, WatchInput, WatchOutput } from './renewal.vocabulary'

export interface Given {
  readonly context: RenewalContext
}

export const stepInput = ({ context }: Given) => ({ stamp: context.stamp })

/** What is watched until the next try is due. */
export const watching =
  (subject: WatchInput['subject']) =>
  ({ context }: Given) => ({ stamp: context.stamp, subject, deadline: context.retryAt })

/** What an overdue request came to in the end; `null`: to nothing. */
export const lateAnswer = <T>({ event }: Done<WatchOutput>) => event.output.answer as T

/** A step that failed by itself says nothing: the last known moment counts. */
export const unanswered = ({ context }: Given) => ({
  at: context.armedAt,
  retryAt: context.armedAt + context.requestTimeout,
  mayHaveRotated: true,
})

export const outOfTime = ({ event }: Done<Moment>) => ({
  at: event.output.at,
  reason: 'refresh_token_expired' as const,
})
