import type { Credentials } from '../credentials'
import { subjectOf } from '../grants/mint'
import type { SessionPorts } from '../ports'
import { replaceTokens } from '../replace-tokens'

type SuccessorPorts = Pick<SessionPorts, 'announce' | 'deadlines' | 'log' | 'mint' | 'store' | 'tell' | 'vault'>

/**
 * An answer has brought a successor of the token that it was asked with. It is adopted only in the place of that very
 * token and for the same user, past a quarter of its life or when it is refused, and only if it lives longer.
 */
export function adoptSuccessor(accessToken: string, lease: Credentials, ports: SuccessorPorts): void {
  const { vault, mint, deadlines, log, tell } = ports
  const at = deadlines.now()
  if (vault.current !== lease || accessToken === lease.record.accessToken) return
  if (!lease.refused && at < lease.sentAt + (lease.lifetime ?? 0) / 4) return
  try {
    const next = mint.fromGrant({ accessToken }, { sentAt: at, receivedAt: at, previous: lease, by: 'header' })
    if (subjectOf(next.claims) !== subjectOf(lease.claims)) return
    const { expiresAt } = lease.facts
    if (expiresAt !== null && !((next.facts.expiresAt ?? 0) > expiresAt)) {
      // Once for each token: a server that answers so does it every time.
      if (!lease.hasOutdatedSuccessor)
        tell({ type: 'fault.raised', at, where: 'successor', message: 'successor_not_newer' })
      lease.hasOutdatedSuccessor = true
      return
    }
    replaceTokens(next, 'header', ports)
  } catch (error) {
    log(error)
  }
}
