import type { EndReason, SessionContext } from './session.vocabulary'

export const endReason = ({ context }: { context: SessionContext }) => ({ reason: context.endReason as EndReason })

export const lapseReason = ({ context }: { context: SessionContext }): { reason: EndReason } => ({
  reason: context.exhausted ? 'refresh_token_expired' : 'access_token_expired',
})
