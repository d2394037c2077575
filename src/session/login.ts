import { epochCount } from '../../machines'
import type { Answer, Grant } from '../backends/backend'
import type { Credentials } from '../credentials'
import { AuthSessionError, withoutAddress } from '../errors'
import { hintFor } from '../grants/answer-class'
import type { GrantOrigin } from '../grants/mint'
import type { StoredState } from '../platform/record'
import type { SessionPorts } from '../ports'
import { replaceTokens } from '../replace-tokens'
import { withoutEcho } from './echo'

type Origin = Pick<GrantOrigin, 'sentAt' | 'receivedAt' | 'by'> & {
  /** The epoch of who was logged in here when a login came. */
  readonly before?: string | undefined
  readonly voided: Voided
}

/** What comes first again and again is no login. */
const TRIES = 5

/** Whether a login under way counts no longer. */
type Voided = () => boolean

/** How a session begins: by credentials, or by tokens that were obtained elsewhere. */
export type Login = ReturnType<typeof createLogin>

export function createLogin(ports: SessionPorts) {
  const { backend, vault, mint, store, deadlines, settings } = ports
  let epochs = 0
  let voidPresent: ((error: AuthSessionError) => void) | undefined
  let last: Promise<void> | undefined

  /** The last login begun wins. */
  const attempt = (run: (voided: Voided) => Promise<void>): Promise<void> => {
    voidPresent?.(new AuthSessionError('session_changed'))
    return new Promise((resolve, reject) => {
      voidPresent = reject
      last = run(() => voidPresent !== reject)
      last.then(resolve, reject)
    })
  }

  const nextEpoch = (state: StoredState | null): string => {
    const known = [state?.record?.epoch, state?.tombstone?.epochs[0]]
    // The clock outranks what a store holds that can't be read, and what other tabs remember of one that was cleared. It counts
    // minutes, so that two who log in at the same moment are equals.
    const isUnknown = state === null || (store.scope === 'device' && !known.some(Boolean))
    const seen = [vault.stamp?.epoch, ...known, isUnknown ? `${deadlines.now() / 60_000}` : null]
    epochs = Math.max(epochs, ...seen.map((epoch) => epochCount(epoch ?? ''))) + 1
    return `${epochs}.${ports.random().toString(36).slice(2, 10)}`
  }

  /**
   * What a login has brought, and nobody takes, is not left alive. A later login settles first: where both live on one cookie,
   * that is its own.
   */
  const drop = async (next: Credentials, { by, before, voided }: Origin): Promise<void> => {
    if (by !== 'login') return
    if (voided()) await last?.catch(() => {})
    ports.revoke(next, before)
  }

  /** Reads the store first, for the new login must outrank whatever is there; what it replaces is revoked. */
  const begin = async (grant: Grant | undefined, origin: Origin, method: string, tries = 1): Promise<void> => {
    const state = await store.read().catch(() => null)
    const stamp = { epoch: nextEpoch(state), generation: 1 }
    const at = deadlines.now()
    const next = mint.fromGrant(grant, { ...origin, stamp, lastLogin: { method, at } })
    if (origin.voided()) return drop(next, origin)
    const replaced = [vault.current, state?.record ? mint.fromRecord(state.record) : null]
    vault.begin(next)
    const { facts: token } = next
    const { lastLogin, subject, refreshToken } = next.record
    ports.tell({ type: 'session.loggedIn', at, stamp, token, subject: vault.pseudonym(subject), lastLogin })
    const revoked = new Set([null, refreshToken])
    for (const old of replaced) {
      if (!old || revoked.has(old.record.refreshToken)) continue
      revoked.add(old.record.refreshToken)
      ports.revoke(old)
    }
    const result = await store.commit(null, next)
    if (result !== 'conflict') return ports.announce()
    // A later login has come since the store was read, or has ended: this one goes above it, unless that has been adopted.
    if (vault.current === next && !origin.voided() && tries < TRIES) return begin(grant, origin, method, tries + 1)
    if (vault.stamp?.epoch === stamp.epoch) return
    await drop(next, origin)
    throw new AuthSessionError('session_changed')
  }

  const rejection = (answer: Answer, credentials: object): AuthSessionError => {
    const { status, body } = answer
    const isRejected = status >= 400 && status < 500 && ![408, 425, 429].includes(status)
    return new AuthSessionError(
      isRejected ? 'login_rejected' : 'unreachable',
      status < 400 ? hintFor(answer, backend) : undefined,
      { status, details: withoutEcho(body, credentials) },
    )
  }

  /** What the grant leaves open, where the backend can tell it; what it then can't take is not left alive. */
  const described = async (grant: Grant | undefined, origin: Origin): Promise<Grant | undefined> => {
    if (!grant || !backend.describe) return grant
    try {
      return (await ports.exchange(settings.requestTimeout, async (call) => backend.describe?.(grant, call))).answer
    } catch (error) {
      const stamp = { epoch: nextEpoch(null), generation: 1 }
      await drop(mint.fromGrant(grant, { ...origin, stamp }), origin)
      if (error instanceof AuthSessionError) throw error
      throw new AuthSessionError('malformed_grant', withoutAddress(error).message)
    }
  }

  return {
    nextEpoch,

    /** @throws AuthSessionError `login_rejected`, `unreachable`, `malformed_grant`, `session_changed`. */
    withCredentials: (method: string, credentials: object) =>
      attempt(async (voided) => {
        const { answer, ...times } = await ports
          .exchange(settings.requestTimeout, (call) => backend.login(method, credentials, call))
          .catch((error) => {
            throw error?.code === 'unsupported'
              ? error
              : new AuthSessionError('unreachable', undefined, { cause: withoutAddress(error) })
          })
        if (!(answer.status >= 200 && answer.status < 300)) throw rejection(answer, credentials)
        const origin = { ...times, by: 'login', before: vault.stamp?.epoch, voided } as const
        await begin(await described(backend.grant(answer), origin), origin, method)
      }),

    /** @throws AuthSessionError `malformed_grant`. */
    withGrant(grant: Grant): Promise<void> {
      const at = deadlines.now()
      return attempt(async (voided) => {
        const origin = { sentAt: at, receivedAt: at, by: 'given', voided } as const
        const present = vault.current
        if (present) {
          const stamp = { epoch: present.stamp.epoch, generation: present.stamp.generation + 1 }
          const { subject } = mint.fromGrant(grant, { ...origin, stamp }).record
          if (subject !== null && subject === present.record.subject) {
            const next = mint.fromGrant(grant, { ...origin, stamp, previous: present })
            return replaceTokens(next, 'given', ports)
          }
        }
        await begin(await described(grant, origin), origin, 'tokens')
      })
    },

    /** A login under way settles with `error`; the grant that it still brings is revoked. */
    void(error: AuthSessionError): void {
      voidPresent?.(error)
      voidPresent = undefined
      last = undefined
    },
  }
}
