import type { Gate } from '../backends/embedded'
import { refreshPath, type Scene } from './scene'

/** Callers wait: the token was refused, and its renewal is held by the server until `release`. */
export interface Standstill {
  readonly gate: Gate
  /** Lets the renewal go on. */
  release(): void
  /** The request whose refusal began it. */
  readonly first: Promise<Response>
}

/** The session must be logged in. `hold`: where the server keeps the renewal, before handling or before answering. */
export async function standStill(
  { server, session, url }: Scene,
  hold: 'request' | 'answer' = 'request',
): Promise<Standstill> {
  await server.revokeAccess()
  const gate = server.faults.next({ path: refreshPath }, { kind: 'gate', hold })
  const first = session.fetch(url('/api/first/'))
  first.catch(() => {})
  await gate.arrived
  return { gate, release: gate.release, first }
}
