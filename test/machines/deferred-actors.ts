import { type AnyStateMachine, fromPromise } from 'xstate'

interface Pending {
  readonly input: unknown
  resolve(output: unknown): void
  reject(error: Error): void
}

/** Actors that do nothing until a test says how they end. */
export function createDeferredActors(machine: AnyStateMachine) {
  const pending = new Map<string, Pending>()
  const deferred = fromPromise(
    ({ input, self }) =>
      new Promise((resolve, reject) => {
        pending.set(self.id, { input, resolve, reject })
      }),
  )
  const named = (id: string): Pending => {
    const found = pending.get(id)
    if (!found) throw new Error(`no actor '${id}' was ever invoked`)
    return found
  }
  return {
    actors: Object.fromEntries(Object.keys(machine.implementations.actors).map((name) => [name, deferred])),
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
