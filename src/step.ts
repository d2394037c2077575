import type { ActorLogic, EventObject, PromiseActorLogic, Snapshot } from 'xstate'
import { withoutAddress } from './errors'

/**
 * An actor that does one thing and tells one fact, like `fromPromise`, but in the very tick in which the fact is known:
 * between the vault's taking and the chart's knowing nothing else can run. `tell` says whether anybody still listened.
 * What `start` returns runs when nobody listens any more; it must not abort what is on the wire.
 */
export function step<TOutput, TInput>(
  start: (
    input: TInput,
    tell: (output: TOutput) => boolean,
    isLeft: () => boolean,
  ) => (() => void) | void | PromiseLike<void>,
): PromiseActorLogic<TOutput, TInput> {
  type State = Snapshot<TOutput> & { readonly input: TInput; leave?: () => void }
  const logic: ActorLogic<State, EventObject & { readonly end?: object }, TInput> = {
    transition(state, { end = { status: 'stopped' } }) {
      state.leave?.()
      return { ...state, ...end }
    },
    getInitialSnapshot: (_, input) => ({ status: 'active', input }) as State,
    start(state, { self }) {
      const isLeft = () => self.getSnapshot().status !== 'active'
      const send = (end: object) => {
        const left = isLeft()
        if (!left) self.send({ type: 'told', end })
        return !left
      }
      // What is thrown may quote tokens, and inspectors see it: what is told is its kind.
      const fail = (error: unknown) => send({ status: 'error', error: withoutAddress(error).message })
      try {
        const leave = start(state.input, (output) => send({ status: 'done', output }), isLeft)
        if (typeof leave === 'function') state.leave = leave
        else leave?.then(null, fail)
      } catch (error) {
        fail(error)
      }
    },
    getPersistedSnapshot: (state) => state,
  }
  return logic as unknown as PromiseActorLogic<TOutput, TInput>
}
