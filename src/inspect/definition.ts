import type { AnyStateMachine } from 'xstate'

/** A machine's chart in JSON, as XState itself takes it: names alone, and neither functions, nor parameters, nor context. */
export function definitionOf({ config }: AnyStateMachine): string {
  return JSON.stringify(stateOf(config))
}

function stateOf(config: unknown): object {
  const { id, description, type, initial, tags, entry, exit, invoke, on, after, always, onDone, states } =
    Object(config)
  return {
    id,
    description,
    type,
    initial,
    tags,
    entry: each(entry, nameOf),
    exit: each(exit, nameOf),
    invoke: each(invoke, invocationOf),
    on: byName(on, (transitions) => each(transitions, transitionOf)),
    after: byName(after, (transitions) => each(transitions, transitionOf)),
    always: each(always, transitionOf),
    onDone: each(onDone, transitionOf),
    states: byName(states, stateOf),
  }
}

function invocationOf(config: unknown): object {
  const { id, src, onDone, onError } = Object(config)
  return { id, src, onDone: each(onDone, transitionOf), onError: each(onError, transitionOf) }
}

function transitionOf(config: unknown): unknown {
  if (typeof config === 'string') return config
  const { target, guard, actions, reenter, description } = Object(config)
  return { target, guard: each(guard, nameOf), actions: each(actions, nameOf), reenter, description }
}

function nameOf(config: unknown): unknown {
  return typeof config === 'string' ? config : { type: Object(config).type }
}

function each(config: unknown, read: (one: unknown) => unknown): unknown {
  if (config === undefined) return undefined
  return Array.isArray(config) ? config.map(read) : read(config)
}

function byName(config: unknown, read: (one: unknown) => unknown): object | undefined {
  if (config === undefined) return undefined
  return Object.fromEntries(Object.entries(Object(config)).map(([name, one]) => [name, read(one)]))
}
