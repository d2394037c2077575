import type { ActorLogic, AnyActorLogic, PromiseActorLogic } from 'xstate'

/** An actor that does one thing and ends with one fact, as `fromPromise` makes it. */
export type Step<TOutput, TInput> = PromiseActorLogic<TOutput, TInput>

/** Any actor with that input will do: a machine, a promise, logic of one's own. */
// biome-ignore lint/suspicious/noExplicitAny: an actor's own snapshot and events are its own affair
export type Child<TInput> = ActorLogic<any, any, TInput, any, any>

const unfilled = {
  getInitialSnapshot({ self: { src } }: { readonly self: { readonly src: unknown } }): never {
    throw new Error(`no actor '${src}': provide one`)
  },
}

/** Holds an actor's place in a chart until `provide` fills it; invoked unfilled, it says what is missing. */
export function actorSlot<TLogic extends AnyActorLogic>(): TLogic {
  return unfilled as unknown as TLogic
}
