import { type AnyEventObject, type AnyStateMachine, fromPromise } from 'xstate'

interface Pending {
  readonly input: unknown
  resolve(output: unknown): void
  reject(error: Error): void
}

/** Actors that do nothing until a test says how they end. */
export function createDeferredActors(machine: AnyStateMachine) {
  const pending = new Map<string, Pending>()
  const started: { actor: string; input: unknown }[] = []
  const received: { actor: string; event: AnyEventObject }[] = []
  const promised = fromPromise(
    ({ input, self }) =>
      new Promise((resolve, reject) => {
        started.push({ actor: self.id, input })
        pending.set(self.id, { input, resolve, reject })
      }),
  )
  const deferred: typeof promised = {
    ...promised,
    transition(snapshot, event, scope) {
      if (!event.type.startsWith('xstate.')) received.push({ actor: scope.self.id, event })
      return promised.transition(snapshot, event, scope)
    },
  }
  const named = (id: string): Pending => {
    const found = pending.get(id)
    if (!found) throw new Error(`no actor '${id}' was ever invoked`)
    return found
  }
  return {
    actors: Object.fromEntries(Object.keys(machine.implementations.actors).map((name) => [name, deferred])),
    /** The actors that were started, and what they were started with. */
    started,
    /** The events that they were sent. */
    received,
    inputOf: (id: string) => named(id).input,
    async resolve(id: string, output?: unknown): Promise<void> {
      named(id).resolve(output)
      await turn()
    },
    async reject(id: string): Promise<void> {
      named(id).reject(new Error(`${id} failed`))
      await turn()
    },
  }
}

/** Everything that was ready to go on has gone on. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
