import type { RenewalOutput } from './renewal.vocabulary'
import { timerReaches } from './schedule'
import type { RestoreOutput, SessionContext } from './session.vocabulary'
import { type Stamp, sameStamp, succeeds } from './stamp'

export interface Given {
  readonly context: SessionContext
}
export interface Moment {
  readonly at: number
}

const reaches = (moment: number | null, at: number): boolean => moment !== null && at >= moment
const awake = (context: SessionContext): boolean => context.settings.whileHidden || !context.hidden

export const sessionGuards = {
  foundNothing: (_: Given, output: RestoreOutput) => output.found === 'nothing',
  foundFresh: (_: Given, output: RestoreOutput) => output.found === 'fresh',
  foundStale: (_: Given, output: RestoreOutput) => output.found === 'stale',
  foundRenewable: (_: Given, output: RestoreOutput) => output.found === 'stale' && output.token.renewable,

  isAnotherLogin: ({ context }: Given, { stamp }: { readonly stamp: Stamp }) => stamp.epoch !== context.stamp?.epoch,
  isSuccessor: ({ context }: Given, { stamp }: { readonly stamp: Stamp }) => succeeds(stamp, context.stamp),
  isPresent: ({ context }: Given, { stamp }: { readonly stamp: Stamp }) => sameStamp(stamp, context.stamp),
  endsThisLogin: ({ context }: Given, { epoch }: { readonly epoch: string }) =>
    context.stamp === null || context.stamp.epoch === epoch,

  refusalIsNews: ({ context }: Given, fact: { readonly stamp: Stamp; readonly news: boolean }) =>
    fact.news && context.token.renewable && sameStamp(fact.stamp, context.stamp),
  refusalIsFinal: ({ context }: Given, fact: { readonly stamp: Stamp; readonly final: boolean }) =>
    fact.final && !context.token.renewable && sameStamp(fact.stamp, context.stamp),
  canAnswerDemand: ({ context }: Given, { stamp }: { readonly stamp: Stamp }) =>
    context.token.renewable && sameStamp(stamp, context.stamp),

  renewalTimerRang: ({ context }: Given) =>
    context.token.renewable && awake(context) && timerReaches(context.token.renewAt, context.armedAt),
  warningTimerRang: ({ context }: Given) =>
    !context.token.renewable && timerReaches(context.token.renewAt, context.armedAt),
  renewalTimerFellShort: ({ context }: Given) =>
    context.token.renewAt !== null && !timerReaches(context.token.renewAt, context.armedAt),
  lapseTimerRang: ({ context }: Given) => timerReaches(context.token.usableUntil, context.armedAt),
  lastTokenLapsed: ({ context }: Given) =>
    !context.token.renewable && timerReaches(context.token.usableUntil, context.armedAt),
  lapseTimerFellShort: ({ context }: Given) =>
    context.token.usableUntil !== null && !timerReaches(context.token.usableUntil, context.armedAt),

  wokeAfterLapse: ({ context }: Given, { at }: Moment) => reaches(context.token.usableUntil, at),
  wokeToRenew: ({ context }: Given, { at }: Moment) =>
    context.token.renewable && reaches(context.token.usableUntil, at),
  wokeAfterTheEnd: ({ context }: Given, { at }: Moment) =>
    !context.token.renewable && reaches(context.token.usableUntil, at),
  renewalIsOverdue: ({ context }: Given, { at }: Moment) =>
    context.token.renewable && reaches(context.token.renewAt, at),

  isProving: ({ context }: Given) => context.proving,
  proved: ({ context }: Given, output: RenewalOutput) => context.proving && renewed(context, output),
  renewed: ({ context }: Given, output: RenewalOutput) => renewed(context, output),
  superseded: ({ context }: Given, output: RenewalOutput) =>
    output.outcome === 'superseded' && output.stamp.epoch !== context.stamp?.epoch,
  endedWhileProving: ({ context }: Given, output: RenewalOutput) => context.proving && output.outcome === 'ended',
  rejectedWhileProving: ({ context }: Given, output: RenewalOutput) => context.proving && output.outcome === 'rejected',
  endedByLogout: (_: Given, output: RenewalOutput) => output.outcome === 'ended' && output.reason === 'logged_out',
  endedByExpiry: (_: Given, output: RenewalOutput) => output.outcome === 'ended',
  exhaustedInTime: ({ context }: Given, output: RenewalOutput) =>
    output.outcome === 'rejected' &&
    output.reason === 'refresh_token_expired' &&
    !context.refused &&
    !reaches(context.token.usableUntil, output.at),
  rejected: (_: Given, output: RenewalOutput) => output.outcome === 'rejected',

  demandRose: ({ context }: Given, { waiting }: { readonly waiting: number }) => waiting > context.waiting,
}

function renewed(context: SessionContext, output: RenewalOutput): boolean {
  return (output.outcome === 'renewed' || output.outcome === 'adopted') && succeeds(output.stamp, context.stamp)
}
