import { type AnyStateMachine, createMachine, raise } from 'xstate'
import { unfold } from './config'
import { DELAY_CHANGES, type Mutation, mutationsOf } from './mutations'
import { CHANGED } from './stepper'

/** A machine that differs from the shipped one in one thing. */
export interface Mutant extends Pick<Mutation, 'name' | 'found'> {
  make(): AnyStateMachine
}

type Delay = (args: unknown) => number

interface Raise {
  readonly type?: string
  readonly event?: never
  readonly id?: string
  readonly delay?: string
}

/** Every mutant of a machine, by rule. */
export function breed({ config, implementations, id }: AnyStateMachine): readonly Mutant[] {
  const { actions } = implementations
  const delays = { ...implementations.delays, ...changedDelays(implementations.delays as Record<string, Delay>) }
  const make = (mutated: object, changed: object = {}) =>
    createMachine(mutated as never, { ...implementations, delays, actions: { ...actions, ...changed } } as never)
  const mutations = mutationsOf(id, unfold(config))
  const pauses = Object.entries(actions as Record<string, Raise>).filter(([, { type }]) => type === 'xstate.raise')
  return [
    ...mutations.map(({ apply, ...mutation }) => ({
      ...mutation,
      make() {
        const mutated = unfold(config)
        apply(mutated)
        return make(mutated)
      },
    })),
    ...pauses.flatMap(([action, { event, id, delay }]) =>
      DELAY_CHANGES.map((change) => ({
        name: `${action}: ${change}`,
        found: null,
        make: () =>
          make(config, { [action]: raise(event!, { id: id!, delay: `${delay}${CHANGED}${change}` as never }) }),
      })),
    ),
  ]
}

function changedDelays(delays: Record<string, Delay>): Record<string, Delay> {
  return Object.fromEntries(
    Object.entries(delays).flatMap(([name, delay]): [string, Delay][] => [
      [`${name}${CHANGED}doubled`, (args) => 2 * delay(args)],
      [`${name}${CHANGED}zeroed`, () => 0],
    ]),
  )
}
