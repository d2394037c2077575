import type { ActorLogic, EventObject, PromiseActorLogic, Snapshot } from 'xstate'

type Told<TOutput> = { type: 'told'; output: TOutput } | { type: 'failed'; error: unknown }

/**
 * An actor that does one thing and tells one fact, like `fromPromise`, but in the very tick in which the fact is known:
 * between the vault's taking and the chart's knowing nothing else can run. What `start` returns runs when nobody listens
 * any more; it must not abort what is on the wire.
 */
export function step<TOutput, TInput>(
  start: (
    input: TInput,
    tell: (output: TOutput) => void,
    fail: (error: unknown) => void,
  ) => (() => void) | void | PromiseLike<void>,
): PromiseActorLogic<TOutput, TInput> {
  type State = Snapshot<TOutput> & { readonly input: TInput; leave?: () => void }
  const logic: ActorLogic<State, EventObject, TInput> = {
    transition(state, event) {
      const told = event as unknown as Told<TOutput>
      if (state.status !== 'active') return state
      state.leave?.()
      if (told.type === 'told') return { ...state, status: 'done', output: told.output, error: undefined } as State
      if (told.type === 'failed') return { ...state, status: 'error', output: undefined, error: told.error } as State
      return { ...state, status: 'stopped', output: undefined, error: undefined } as State
    },
    getInitialSnapshot: (_, input) => ({ status: 'active', output: undefined, error: undefined, input }) as State,
    start(state, { self }) {
      const send = (event: Told<TOutput>) => {
        if (self.getSnapshot().status === 'active') self.send(event)
      }
      const fail = (error: unknown) => send({ type: 'failed', error })
      const left = start(state.input, (output) => send({ type: 'told', output }), fail)
      if (typeof left === 'function') state.leave = left
      else left?.then(undefined, fail)
    },
    getPersistedSnapshot: (state) => state,
  }
  return logic as unknown as PromiseActorLogic<TOutput, TInput>
}
