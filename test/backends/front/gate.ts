import type { ServerRequest } from './request-log'

/** A test's handle on held requests. */
export interface Gate {
  /** The first request that reached the gate. */
  readonly arrived: Promise<ServerRequest>
  /** How many are held now. */
  readonly waiting: number
  /** Lets everybody pass, later comers too. */
  release(): void
}

/** The server's side of a gate. */
export interface GateKeeper extends Gate {
  pass(request: ServerRequest): Promise<void>
}

/** Starts closed. */
export function createGate(): GateKeeper {
  const { promise: arrived, resolve: arrive } = deferred<ServerRequest>()
  const { promise: released, resolve: release } = deferred<void>()
  let waiting = 0
  return {
    arrived,
    get waiting() {
      return waiting
    },
    release: () => release(),
    async pass(request) {
      waiting += 1
      arrive(request)
      await released
      waiting -= 1
    },
  }
}

function deferred<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => {}
  const promise = new Promise<T>((settle) => {
    resolve = settle
  })
  return { promise, resolve }
}
