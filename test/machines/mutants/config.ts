/** One way that a transition may go. */
export interface Candidate {
  target?: string
  guard?: unknown
  actions?: unknown[]
  reenter?: boolean
}

/** A state of a machine's config, in its longest form: every transition a list, every action in one. */
export interface StateConfig {
  initial?: string
  tags?: string[]
  entry?: unknown[]
  exit?: unknown[]
  invoke?: { id: string; onDone?: Candidate[]; onError?: Candidate[] }
  on?: Record<string, Candidate[]>
  after?: Record<string, Candidate[]>
  states?: Record<string, StateConfig>
}

interface Short {
  readonly [key: string]: unknown
}

/** A copy in its longest form, which may be changed at will. */
export function unfold(config: Short): StateConfig {
  const { tags, entry, exit, invoke, on, after, states, ...rest } = config
  return {
    ...rest,
    ...(tags === undefined ? {} : { tags: listed(tags) as string[] }),
    ...(entry === undefined ? {} : { entry: listed(entry) }),
    ...(exit === undefined ? {} : { exit: listed(exit) }),
    ...(invoke === undefined ? {} : { invoke: unfoldInvoke(invoke as Short & { id: string }) }),
    ...(on === undefined ? {} : { on: mapped(on, candidates) }),
    ...(after === undefined ? {} : { after: mapped(after, candidates) }),
    ...(states === undefined ? {} : { states: mapped(states, (state) => unfold(state as Short)) }),
  }
}

function unfoldInvoke({ onDone, onError, ...rest }: Short & { id: string }) {
  return {
    ...rest,
    ...(onDone === undefined ? {} : { onDone: candidates(onDone) }),
    ...(onError === undefined ? {} : { onError: candidates(onError) }),
  }
}

function candidates(transition: unknown): Candidate[] {
  return listed(transition).map((candidate) => {
    if (typeof candidate === 'string') return { target: candidate }
    const { actions, ...rest } = candidate as Short
    return actions === undefined ? rest : { ...rest, actions: listed(actions) }
  })
}

function listed(value: unknown): unknown[] {
  return Array.isArray(value) ? [...value] : [value]
}

function mapped<T>(record: unknown, map: (value: unknown) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(record as object).map(([key, value]) => [key, map(value)]))
}

/** Every state, by its path from the root. */
export function statesOf(
  config: StateConfig,
  path: readonly string[] = [],
): { path: readonly string[]; state: StateConfig }[] {
  const children = Object.entries(config.states ?? {})
  return [{ path, state: config }, ...children.flatMap(([name, child]) => statesOf(child, [...path, name]))]
}

export function stateAt(config: StateConfig, path: readonly string[]): StateConfig {
  return path.reduce((state, name) => state.states![name]!, config)
}

/** The leaf that a target of a state leads to. */
export function leafOf(config: StateConfig, id: string, path: readonly string[], target: string): string {
  const from = target.startsWith('.') ? path : path.slice(0, -1)
  const full = target.startsWith('#') ? target.slice(`#${id}.`.length) : [...from, target.replace(/^\./, '')].join('.')
  const { initial } = stateAt(config, full.split('.'))
  return initial === undefined ? full : leafOf(config, id, [...full.split('.'), ''], initial)
}
