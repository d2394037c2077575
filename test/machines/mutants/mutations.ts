import { not } from 'xstate'
import { type Candidate, leafOf, type StateConfig, stateAt, statesOf } from './config'
import { CHANGED } from './stepper'

/** One change to a config. */
export interface Mutation {
  readonly name: string
  /** The only type of event that may find the change; `null` where any may. */
  readonly found: string | null
  readonly apply: (config: StateConfig) => void
}

/** The candidates for one event of a state: how they are called, and where they hang in it. */
interface Slot {
  readonly name: string
  readonly event: string
  readonly candidates: readonly Candidate[]
  read(state: StateConfig): Candidate[]
  write(state: StateConfig, candidates: Candidate[]): void
}

type Change<T> = readonly [name: string, make: (draft: T) => void]

export const DELAY_CHANGES = ['doubled', 'zeroed'] as const

/** Every mutation that the rules make of a config. An edge is led to every leaf but its own. */
export function mutationsOf(id: string, config: StateConfig): readonly Mutation[] {
  const states = statesOf(config)
  const leaves = states.filter(({ state }) => !state.states).map(({ path }) => path.join('.'))
  return states.flatMap(({ path, state }) => {
    const othersThan = ({ target }: Candidate) =>
      target === undefined
        ? []
        : leaves.filter((leaf) => leaf !== leafOf(config, id, path, target)).map((leaf) => `#${id}.${leaf}`)
    const stateId = [id, ...path].join('.')
    const mutation = ([name, make]: Change<StateConfig>, found: string | null): Mutation => ({
      name: `${stateId} ${name}`,
      found,
      apply: (draft) => make(stateAt(draft, path)),
    })
    return [
      ...slotsOf(stateId, state).flatMap((slot) =>
        slot.candidates
          .flatMap((candidate, index) => [
            ...inPlace(slot, index, changesOf(candidate, othersThan(candidate))),
            ...orderChanges(slot, index),
          ])
          .map((change) => mutation(change, slot.event)),
      ),
      ...changesOfState(state).map((change) => mutation(change, null)),
    ]
  })
}

function slotsOf(id: string, { on = {}, after = {}, invoke }: StateConfig): readonly Slot[] {
  const listed = (key: 'on' | 'after', type: string, event: string): Slot => ({
    name: `${key}(${type})`,
    candidates: { on, after }[key][type]!,
    event,
    read: (state) => state[key]![type]!,
    write: (state, candidates) => {
      const { [type]: _, ...others } = state[key]!
      state[key] = candidates.length === 0 ? others : { ...state[key], [type]: candidates }
    },
  })
  const answered = (key: 'onDone' | 'onError', word: string, prefix: string): Slot[] =>
    invoke?.[key] === undefined
      ? []
      : [
          {
            name: `${word}(${invoke.id})`,
            candidates: invoke[key],
            event: `${prefix}${invoke.id}`,
            read: (state) => state.invoke![key]!,
            write: (state, candidates) => {
              if (candidates.length > 0) state.invoke![key] = candidates
              else delete state.invoke![key]
            },
          },
        ]
  return [
    ...Object.keys(on).map((type) => listed('on', type, type)),
    ...Object.keys(after).map((delay) => listed('after', delay, `xstate.after.${delay}.${id}`)),
    ...answered('onDone', 'done', 'xstate.done.actor.'),
    ...answered('onError', 'failed', 'xstate.error.actor.'),
  ]
}

function inPlace(slot: Slot, index: number, changes: readonly Change<Candidate>[]): Change<StateConfig>[] {
  return changes.map(([name, make]) => [`${slot.name}[${index}]: ${name}`, (draft) => make(slot.read(draft)[index]!)])
}

function changesOf({ target, guard, reenter, actions = [] }: Candidate, targets: readonly string[]) {
  const changes: Change<Candidate>[] = targets.map((other) => [
    `to ${other}`,
    (draft) => Object.assign(draft, { target: other }),
  ])
  if (target) changes.push(['target dropped', (draft) => delete draft.target])
  if (guard) changes.push(['guard negated', (draft) => Object.assign(draft, { guard: not(guard as never) })])
  if (guard) changes.push(['guard dropped', (draft) => delete draft.guard])
  if (reenter) changes.push(['reenter dropped', (draft) => delete draft.reenter])
  for (const [index, action] of actions.entries())
    changes.push([`${nameOf(action)} dropped`, (draft) => draft.actions!.splice(index, 1)])
  return changes
}

function orderChanges(slot: Slot, index: number): Change<StateConfig>[] {
  const others = (draft: StateConfig) => slot.read(draft).toSpliced(index, 1)
  const dropped: Change<StateConfig> = [`${slot.name}[${index}]: dropped`, (draft) => slot.write(draft, others(draft))]
  const later: Change<StateConfig> = [
    `${slot.name}[${index}]: after the next`,
    (draft) => slot.write(draft, others(draft).toSpliced(index + 1, 0, slot.read(draft)[index]!)),
  ]
  return index + 1 < slot.candidates.length ? [dropped, later] : [dropped]
}

function changesOfState({ after = {}, tags = [], invoke, states = {}, ...state }: StateConfig) {
  const changes: Change<StateConfig>[] = []
  for (const [delay, { length }] of Object.entries(after)) {
    for (const change of DELAY_CHANGES)
      changes.push([`after(${delay}): ${change}`, (draft) => rename(draft, delay, `${delay}${CHANGED}${change}`)])
    if (length > 1) changes.push([`after(${delay}): never`, (draft) => delete draft.after![delay]])
  }
  for (const door of ['entry', 'exit'] as const)
    for (const [index, action] of (state[door] ?? []).entries())
      changes.push([`${door}: ${nameOf(action)} dropped`, (draft) => draft[door]!.splice(index, 1)])
  for (const [index, tag] of tags.entries())
    changes.push([`tag ${tag}: dropped`, (draft) => draft.tags!.splice(index, 1)])
  if (invoke) changes.push([`invoke ${invoke.id}: dropped`, (draft) => delete draft.invoke])
  for (const child of Object.keys(states).filter((name) => name !== state.initial))
    changes.push([`initial: ${child}`, (draft) => Object.assign(draft, { initial: child })])
  return changes
}

function rename(state: StateConfig, delay: string, name: string): void {
  state.after = Object.fromEntries(
    Object.entries(state.after!).map(([key, candidates]) => [key === delay ? name : key, candidates]),
  )
}

function nameOf(action: unknown): string {
  return typeof action === 'string' ? action : (action as { type: string }).type
}
