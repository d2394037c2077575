import type { CommitOutput, RenewalDelay, RequestOutput } from '../../machines'
import type { Credentials } from '../credentials'
import { AuthSessionError } from '../errors'
import { classify, NO_GRANT } from '../grants/answer-class'
import type { Intent } from '../platform/record'
import type { SessionPorts } from '../ports'
import { succeed } from '../replace-tokens'
import { planRetry } from './retry'

const UNANSWERED = { kind: 'failed', status: null, hint: null, retryAfter: null } as const

/**
 * One rotation on the wire. It belongs to no state: nothing aborts it before its hard bound, and what it brings is
 * committed if its stamp still fits, or revoked. So a logout in mid-rotation leaves nothing alive.
 */
export type Rotation = ReturnType<typeof rotate>

/** `attempt`: tries made so far, this one included. `onSettled`: nothing of it is on the wire any more. */
export function rotate(ports: SessionPorts, spent: Credentials, attempt: number, onSettled: () => void) {
  const { backend, deadlines, exchange, lifecycle, log, mint, revoke, settings, store, tell, vault } = ports
  const { stamp, record } = spent
  let granted: Credentials | null = null

  const rotation = {
    /** Is told of the answer, and says whether anybody heard: a grant that nobody takes up commits itself. */
    listener: (_: RequestOutput): boolean => false,

    /** The note of it that stands in the store; one that was written for a later try is not to be cleared. */
    intent: undefined as Intent | undefined,

    /** Whether it is that token's refresh token that is being spent. */
    spends: (other: Credentials): boolean =>
      other.stamp.epoch === stamp.epoch && other.record.refreshToken === record.refreshToken,

    /**
     * Writes the successor under the stamp of what was spent. `listener` is told in the very tick in which the vault takes
     * it; where it doesn't hear, the session learns of tokens replaced.
     */
    async commit(listener: (result: CommitOutput) => boolean): Promise<void> {
      const given = granted as Credentials
      let isTaken = false
      const result = await succeed(
        given,
        {
          source: 'overdue',
          hear(taken) {
            isTaken = true
            onSettled()
            return listener({ committed: true, ...taken })
          },
          // The access token alone has been replaced meanwhile: what is left to renew it is the refresh token spent here.
          // What stands in the store may be what was just written.
          // Where nothing was spent, what stands there now can be renewed as well.
          above: (held, present) =>
            given.record.refreshToken !== record.refreshToken &&
            present.record.refreshToken === record.refreshToken &&
            [record.refreshToken, given.record.refreshToken].includes(held.refreshToken) &&
            given.record,
        },
        ports,
      )
      if (isTaken) return
      discard(given, result === 'done')
      onSettled()
      const at = deadlines.now()
      if (!listener({ committed: false, at }))
        rotation.listener({ answer: 'failed', at, mayHaveRotated: true, retryAt: at, notBefore: null })
    },
  }

  /** What came too late, or lost against a sibling, must not live on at the server. */
  const discard = async (lost: Credentials, isWritten: boolean) => {
    if (backend.revokes === 'grant' && vault.stamp?.epoch === lost.stamp.epoch) return
    const state = isWritten ? null : await store.read().catch(() => null)
    // A server with a grace period gives the same successor twice: what a sibling lives on is not ours to end.
    const kept = [null, vault.current?.record.refreshToken, state?.record?.refreshToken]
    if (!kept.includes(lost.record.refreshToken)) revoke(lost)
  }

  const settle = (fact: RequestOutput, delay?: RenewalDelay) => {
    // Of a refusal the note stays until the store says that the login has ended: who finds none there spends the token again.
    if (delay && delay.cause !== 'maybe_rotated') store.intend(stamp, null, rotation.intent)
    onSettled()
    if (rotation.listener(fact) && delay && vault.holds(stamp))
      tell({ type: 'renewal.delayed', at: fact.at, stamp, ...delay })
  }

  const ask = async () => {
    try {
      if (!lifecycle.isOnline()) return { ...UNANSWERED, cause: 'offline' } as const
      const { answer, ...times } = await exchange(3 * settings.requestTimeout, (call) => backend.renew(record, call))
      let problem: string | null = NO_GRANT
      if (answer.status >= 200 && answer.status < 300)
        try {
          const grant = backend.grant(answer)
          problem = grant ? null : problem
          granted = mint.fromGrant(grant, { ...times, previous: spent, by: 'renewal' })
        } catch (error) {
          problem ??= error instanceof AuthSessionError ? error.message : NO_GRANT
          log(error)
        }
      return classify(answer, backend, problem, deadlines.now())
    } catch (error) {
      log(error)
      return { ...UNANSWERED, cause: 'maybe_rotated' } as const
    }
  }

  ask().then((read) => {
    const at = deadlines.now()
    if (read.kind === 'granted') return rotation.listener({ answer: 'granted', at }) || rotation.commit(() => false)
    if (read.kind === 'refused') return settle({ answer: 'refused', at })
    const delay = planRetry(read, at, attempt, spent, ports)
    const { cause, retryAt, notBefore } = delay
    const answer = cause === 'offline' ? cause : 'failed'
    settle({ answer, at, mayHaveRotated: cause === 'maybe_rotated', retryAt, notBefore }, delay)
  })
  return rotation
}
