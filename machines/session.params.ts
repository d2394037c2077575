import type { EndReason, SessionContext, SessionFacts, TokenFacts } from './session.vocabulary'
import type { Stamp } from './stamp'

export type TokenChange = { readonly stamp: Stamp; readonly token: TokenFacts; readonly at: number }
export type Begun = SessionFacts & { readonly at: number }

export const fact = <T>({ event }: { event: T }): T => event
export const output = <T>({ event }: { event: { output: T } }): T => event.output
export const tokenOf = ({ event }: { event: { output: unknown } }): TokenChange => event.output as TokenChange
export const begunOf = ({ event }: { event: { output: unknown } }): Begun => event.output as Begun
export const reasonOf = ({ event }: { event: { output: unknown } }) => event.output as { readonly reason: EndReason }
export const because = (reason: EndReason) => () => ({ reason })
export const lapseReason = ({ context }: { context: SessionContext }): { reason: EndReason } => ({
  reason: context.exhausted ? 'refresh_token_expired' : 'access_token_expired',
})

export const endReason = ({ context }: { context: SessionContext }) => ({ reason: context.endReason as EndReason })
