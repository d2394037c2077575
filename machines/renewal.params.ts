import type {
  CommitOutput,
  RenewalContext,
  RenewalOutput,
  RequestOutput,
  StoreOutput,
  WatchOutput,
} from './renewal.vocabulary'

export interface Done<T> {
  readonly event: { readonly output: T }
}

export const output = <T>({ event }: Done<T>): T => event.output
export const fact = <T>({ event }: { event: T }): T => event
export const stepInput = ({ context }: { context: RenewalContext }) => ({ stamp: context.stamp })

/** The moment at which an overdue answer is given up. */
export const boundPassed = ({ context }: { context: RenewalContext }) => ({
  at: context.armedAt + 2 * context.requestTimeout,
})

/** The answer that an overdue request came to in the end. */
export const lateAnswer = ({ event }: Done<WatchOutput>): RequestOutput => event.output.answer as RequestOutput

export const adopted = ({ event }: Done<StoreOutput>): RenewalOutput => {
  const { at, stamp, token } = event.output as Extract<StoreOutput, { found: 'newer' }>
  return { outcome: 'adopted', at, stamp, token }
}

export const superseded = ({ event }: Done<StoreOutput>): RenewalOutput => {
  const { found: _, ...session } = event.output as Extract<StoreOutput, { found: 'another' }>
  return { outcome: 'superseded', ...session }
}

export const ended = ({ event }: Done<StoreOutput>): RenewalOutput => {
  const { at, reason } = event.output as Extract<StoreOutput, { found: 'ended' }>
  return { outcome: 'ended', at, reason }
}

export const outOfTime = ({ event }: Done<StoreOutput>): RenewalOutput => ({
  outcome: 'rejected',
  at: event.output.at,
  reason: 'refresh_token_expired',
})

export const renewed = ({ event }: Done<CommitOutput>): RenewalOutput => {
  const { at, stamp, token } = event.output as Extract<CommitOutput, { committed: true }>
  return { outcome: 'renewed', at, stamp, token }
}
