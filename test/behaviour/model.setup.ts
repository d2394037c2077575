import { assign, raise, setup } from 'xstate'
import * as effects from './effects'
import { type Caller, type Facts, waiting } from './facts'
import type { Happening, How, Moment, Trouble, User } from './happenings'

type Given = { readonly context: Facts }

export const how = ({ event }: { readonly event: { readonly how: How } }) => event.how
export const to = ({ event }: { readonly event: { readonly to: Moment } }) => event.to
export const as = ({ event }: { readonly event: { readonly as: User } }) => event.as
export const into = ({ event }: { readonly event: { readonly into: Trouble } }) => event.into

interface Refusal {
  readonly how: Caller['how']
  readonly code: string
}

/** Whoever asks for what can't be had. */
export const turnAway = (code: string) => ({
  type: 'turnAway' as const,
  params: ({ event }: { readonly event: { readonly how: How } }): Refusal => ({ how: event.how, code }),
})

const comesTo = ({ age, nextTry, whiles }: Facts, to: Moment): boolean => {
  const isPatient = nextTry === 'with patience over'
  if (isPatient || to === 'patience over') return isPatient && to === 'patience over'
  if (to === 'renewal due') return age === 'fresh'
  if (to === 'token over') return age !== 'over'
  return age === 'over' && (to === 'refresh token over' || (to === 'a while' && whiles < 2))
}

const siblingMeetsUs = ({ online, proving, nextTry }: Facts) =>
  online && !proving && ['now', 'soon', 'with patience over'].includes(nextTry)

/** What the model is written in. */
export const modelSetup = setup({
  types: {
    context: {} as Facts,
    events: {} as Happening | { readonly type: 'moment.passed' | 'time.wentOn' },
  },
  guards: {
    isIll: ({ context }: Given) => context.server !== 'well',
    isOnline: ({ context }: Given) => context.online,
    isOffline: ({ context }: Given) => !context.online,
    canFall: ({ context: { server, failed, whiles } }: Given, into: Trouble) =>
      server === 'well' && (into !== 'patient' || (!failed && whiles === 0)),
    loginIsServed: ({ context }: Given) => context.online && context.server !== 'busy',
    siblingMeetsUs: ({ context }: Given) => siblingMeetsUs(context),
    siblingCanRenew: ({ context }: Given) =>
      siblingMeetsUs(context) && context.refresh === 'good' && !['stuck', 'late'].includes(context.server),
    needsRenewal: ({ context }: Given) => context.age !== 'fresh' || context.refused,
    isToBeTried: ({ context }: Given) => context.nextTry === 'now',
    nothingIsOnTheWire: ({ context }: Given) => context.nextTry !== 'with the answer',
    refreshTokenIsGood: ({ context }: Given) => context.refresh === 'good',
    refreshTokenIsOver: ({ context }: Given) => context.refresh === 'over',
    isProving: ({ context }: Given) => context.proving,
    somebodyWaits: ({ context }: Given) => waiting(context).length > 0,
    isRequired: (_: Given, how: How) => how === 'required',
    isToBeHeld: (_: Given, how: How) => how === 'hold',
    isUntilDue: (_: Given, to: Moment) => to === 'renewal due',
    isUntilOver: (_: Given, to: Moment) => to === 'token over',
    isALongWhile: (_: Given, to: Moment) => to === 'a long while',
    comesTo: ({ context }: Given, to: Moment) => comesTo(context, to),
    canSleep: ({ context }: Given, to: Moment) =>
      context.nextTry !== 'with patience over' && (to === 'refresh token over' || comesTo(context, to)),
  },
  actions: {
    letAMomentPass: raise({ type: 'moment.passed' }),
    goOn: raise({ type: 'time.wentOn' }),
    fall: assign((_, server: Trouble) => ({ server })),
    recover: assign(({ context }) => effects.recover(context)),
    loseNetwork: assign(({ context }) => effects.loseNetwork(context)),
    findNetwork: assign(({ context }) => effects.findNetwork(context)),
    revokeAccess: assign({ taken: false }),
    revokeRefresh: assign(({ context }) => ({ refresh: context.refresh === 'over' ? 'over' : 'dead' })),
    ask: assign(({ context }) => effects.asking(context)),
    siblingAsks: assign(({ context }) => effects.asking(context, 0, context.nextTry === 'now' ? 0 : 9)),
    meetTrouble: assign(({ context }) => effects.meetTrouble(context)),
    awaitNetwork: assign(effects.awaitNetwork),
    tryAgain: assign(({ context }) => effects.tryAgain(context)),
    pass: assign(({ context }, to: Moment) => effects.pass(context, to)),
    sleep: assign(({ context }, to: Moment) => effects.sleep(context, to)),
    passOver: assign(({ context }) => effects.passOver(context)),
    growUp: assign({ young: false }),
    giveUpHolding: assign(({ context }) => effects.giveUpHolding(context)),
    send: assign(({ context }, how: How) => effects.send(context, how)),
    sendBare: assign(({ context }, how: How) => effects.sendBare(context, how)),
    hold: assign(({ context }) => effects.hold(context)),
    turnAway: assign(({ context }, refusal: Refusal) => effects.turnAway(context, refusal)),
    abortFirst: assign(({ context }) => effects.abortFirst(context)),
    greet: assign(({ context }) => effects.turnAway(context, { how: 'login', code: 'done' })),
    renew: assign(({ context }, by: { readonly young: boolean }) => effects.renew(context, by)),
    logIn: assign(({ context }, user: User) => effects.logIn(context, user)),
    revoke: assign(({ context }) => effects.revoke(context)),
    leave: assign(({ context }) => effects.leave(context)),
    blame: assign((_, endReason: string) => ({ endReason })),
    blameServer: assign(({ context }) => effects.blameServer(context)),
    expire: assign(({ context }) => effects.expire(context)),
    acknowledge: assign(({ context }) => effects.acknowledge(context)),
    goOnWithoutToken: assign(({ context }) => effects.goOnWithoutToken(context)),
    reload: assign(({ context }) => effects.reload(context)),
    knowNobody: assign(effects.knowNobody),
  },
})
