/** An answer made up by a fault. A body that is no string is sent as JSON. */
export interface MadeUpAnswer {
  status: number
  headers?: Readonly<Record<string, string>> | undefined
  body?: unknown
}

/** Holds requests until released: `request` before handling (the default), `answer` after handling and commit. */
export interface GateFault {
  kind: 'gate'
  hold?: 'request' | 'answer' | undefined
}

/**
 * What goes wrong with one request.
 *
 * - `drop`: the socket is destroyed before handling
 * - `dropAfter`: handled and committed, then the socket is destroyed without an answer
 * - `delay`: handled `ms` later; `delayAnswer`: handled at once, answered `ms` later
 * - `hang`: handled, never answered
 * - `slowBody`: its body is read at that many bytes a second, as over a thin line
 * - `status`: this answer instead of handling; `statusAfter`: handled, then this answer
 * - `html`: 200 with a page instead of handling, as a captive portal does
 * - `cut`: handled, then half of the answer under its full `Content-Length`, then the socket is destroyed
 * - `gate`: held until the test says go
 */
export type Fault =
  | { kind: 'drop' | 'dropAfter' | 'hang' | 'html' | 'cut' }
  | { kind: 'delay' | 'delayAnswer'; readonly ms: number }
  | { kind: 'slowBody'; bytesPerSecond: number }
  | ({ kind: 'status' | 'statusAfter' } & MadeUpAnswer)
  | GateFault

/** The names of the faults. */
export type FaultKind = Fault['kind']
