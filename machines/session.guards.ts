import { counted, type Moment } from './params'
import type { RenewalOutput } from './renewal.vocabulary'
import { timerReaches } from './schedule'
import type { RestoreOutput, SessionContext, TokenFacts } from './session.vocabulary'
import { type Stamp, sameStamp, succeeds } from './stamp'

export interface Given {
  readonly context: SessionContext
}
export interface Stamped {
  readonly stamp: Stamp
}
export interface Tokened extends Stamped {
  readonly token: TokenFacts
}
type Due = 'renewAt' | 'usableUntil'

const isMoment = (due: unknown): boolean => due == null || typeof due === 'number'

/** What misses a part of it, or has another kind of value there, whatever its types say, is no token: to adopt it would end the machine. */
const isWhole = ({ stamp, token }: Partial<Tokened>): boolean =>
  Boolean(stamp?.epoch && token) &&
  typeof stamp?.generation === 'number' &&
  isMoment(token?.renewAt) &&
  isMoment(token?.usableUntil)

/** Whether a moment of the token has come: by the clock of whoever woke, or else by the timer that asks. */
function reached({ token, armedAt }: SessionContext, due: Due, woke?: Moment): boolean {
  return woke ? token[due] !== null && woke.at >= token[due] : timerReaches(token[due], armedAt)
}

export const sessionGuards = {
  foundNothing: (_: Given, { found }: RestoreOutput) => found === 'nothing',
  foundFresh: (_: Given, { found }: RestoreOutput) => found === 'fresh',
  foundStale: (_: Given, { found }: RestoreOutput) => found === 'stale',
  foundRenewable: (_: Given, output: RestoreOutput) => output.found === 'stale' && output.token.renewable,

  isAnotherLogin: ({ context }: Given, given: Tokened) => isWhole(given) && given.stamp.epoch !== context.stamp?.epoch,
  isSuccessor: ({ context }: Given, given: Tokened) => isWhole(given) && succeeds(given.stamp, context.stamp),
  proves: ({ context }: Given, given: Tokened) =>
    context.proving && isWhole(given) && succeeds(given.stamp, context.stamp),
  isPresent: ({ context }: Given, { stamp }: Stamped) => sameStamp(stamp, context.stamp),
  expiresThisLogin: ({ context }: Given, { epoch }: { readonly epoch: string }) => context.stamp?.epoch === epoch,
  endsThisLogin: ({ context }: Given, { epoch }: { readonly epoch: string }) =>
    context.stamp === null || context.stamp.epoch === epoch,

  refusalIsNews: ({ context }: Given, { stamp, news }: Stamped & { readonly news: boolean }) =>
    news && context.token.renewable && sameStamp(stamp, context.stamp),
  refusalIsFinal: ({ context }: Given, { stamp, final }: Stamped & { readonly final: boolean }) =>
    final && !context.token.renewable && sameStamp(stamp, context.stamp),
  canAnswerDemand: ({ context }: Given, { stamp }: Stamped) =>
    context.token.renewable && sameStamp(stamp, context.stamp),

  renewalIsDue: ({ context }: Given, woke?: Moment) =>
    context.token.renewable &&
    (!context.hidden || context.settings.whileHidden || woke !== undefined) &&
    reached(context, 'renewAt', woke),
  warningIsDue: ({ context }: Given) => !context.token.renewable && reached(context, 'renewAt'),
  tokenLapsed: ({ context }: Given, woke?: Moment) => reached(context, 'usableUntil', woke),
  lastTokenLapsed: ({ context }: Given, woke?: Moment) =>
    !context.token.renewable && reached(context, 'usableUntil', woke),
  timerFellShort: ({ context }: Given, { of }: { readonly of: Due }) =>
    context.token[of] !== null && !reached(context, of),

  isProving: ({ context }: Given) => context.proving,
  endedWhileProving: ({ context }: Given, { outcome }: RenewalOutput) => context.proving && outcome === 'ended',
  rejectedWhileProving: ({ context }: Given, { outcome }: RenewalOutput) => context.proving && outcome === 'rejected',
  endedByLogout: (_: Given, output: RenewalOutput) => output.outcome === 'ended' && output.reason === 'logged_out',
  exhaustedInTime: ({ context }: Given, output: RenewalOutput) =>
    output.outcome === 'rejected' &&
    output.reason === 'refresh_token_expired' &&
    !context.refused &&
    !reached(context, 'usableUntil', output),
  endedOrRejected: (_: Given, { outcome }: RenewalOutput) => outcome === 'ended' || outcome === 'rejected',

  demandRose: ({ context }: Given, { waiting }: { readonly waiting: number }) => counted(waiting) > context.waiting,
}
