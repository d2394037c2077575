import type { Fault, GateFault } from './fault'
import type { Gate, GateKeeper } from './gate'
import { createGate } from './gate'
import type { ServerRequest } from './request-log'

/** Which requests a fault strikes. A path is compared without the query. */
export type FaultMatch = { path: string | RegExp; method?: string | undefined } | ((request: ServerRequest) => boolean)

/** A gate is handed back for a gate, nothing for the rest. */
export type Armed<F extends Fault> = F extends GateFault ? Gate : undefined

/** The faults that wait for their requests. CORS preflights and /control/ are never struck. */
export interface Faults {
  /** Strikes the next matching request; several of them strike one each, in the order in which they were armed. */
  next<F extends Fault>(match: FaultMatch, fault: F): Armed<F>
  /** Strikes every matching request that no `next` has taken; the first armed wins. */
  always<F extends Fault>(match: FaultMatch, fault: F): Armed<F>
  /** Disarms all; what is already held at a gate stays there until it is released. */
  clear(): void
}

/** A fault on its way to one request, with its gate if it has one. */
export interface Struck {
  readonly fault: Fault
  readonly gate: GateKeeper | null
}

/** The server's side of the faults. */
export interface FaultRules extends Faults {
  take(request: ServerRequest): Struck | null
}

interface Rule extends Struck {
  readonly match: FaultMatch
}

/** Starts without any. */
export function createFaultRules(): FaultRules {
  let once: Rule[] = []
  let standing: Rule[] = []

  function arm<F extends Fault>(rules: Rule[], match: FaultMatch, fault: F): Armed<F> {
    const gate = fault.kind === 'gate' ? createGate() : null
    rules.push({ match, fault, gate })
    return (gate ?? undefined) as Armed<F>
  }

  return {
    next: (match, fault) => arm(once, match, fault),
    always: (match, fault) => arm(standing, match, fault),
    clear() {
      once = []
      standing = []
    },
    take(request) {
      const index = once.findIndex(({ match }) => strikes(match, request))
      if (index >= 0) return once.splice(index, 1)[0] ?? null
      return standing.find(({ match }) => strikes(match, request)) ?? null
    },
  }
}

function strikes(match: FaultMatch, request: ServerRequest): boolean {
  if (typeof match === 'function') return match(request)
  const { path, method = request.method } = match
  return method === request.method && (typeof path === 'string' ? path === request.path : path.test(request.path))
}
