import type { SessionEvent } from '../machines'
import type { Credentials } from './credentials'
import type { StoredSession } from './platform/record'
import type { SessionPorts } from './ports'

/** A race for the same generation is over after this many tries, or never. */
const TRIES = 5

interface Succession {
  /** The vault takes it before the store has it. */
  readonly atOnce: boolean
  /** Told in the tick in which the vault takes it. */
  readonly taken: (next: Credentials) => void
  /** What goes above that record, which stands in the way of it; `false`: nothing. */
  readonly above: (held: StoredSession, present: Credentials) => StoredSession | false
}

/**
 * Puts the next token of a login in the place of its predecessor, in store and vault. Where another took that place
 * meanwhile, it goes above it, or gives up. Resolves with what the last write came to.
 */
export async function succeed(
  given: Credentials,
  { atOnce, taken, above }: Succession,
  { vault, store, mint }: Pick<SessionPorts, 'mint' | 'store' | 'vault'>,
): Promise<'done' | 'conflict' | 'failed'> {
  let next = given
  let expected = { ...given.stamp, generation: given.stamp.generation - 1 }
  let result: 'done' | 'conflict' | 'failed' = 'conflict'
  const take = () => {
    const fits = vault.take(next)
    if (fits) taken(next)
    return fits
  }
  for (let tries = 0; tries < TRIES; tries++) {
    if (atOnce && !take()) break
    result = await store.commit(expected, next)
    if (result !== 'conflict' && (atOnce || take())) break
    const state = await store.read().catch(() => null)
    const present = vault.current
    const held = state?.record ?? present?.record
    if (!present || !held || ![held.epoch, present.stamp.epoch].every((epoch) => epoch === given.stamp.epoch)) break
    const record = above(held, present)
    if (!record) break
    expected = { epoch: held.epoch, generation: held.generation }
    next = mint.fromRecord({ ...record, generation: Math.max(held.generation, present.stamp.generation) + 1 })
    next.byRenewal = given.byRenewal
  }
  return result
}

/**
 * Puts a token of the same login that came from outside a renewal in the place of the present one: at once in the vault,
 * then in the store. It takes along the refresh token of what stands in its way where it brought none.
 */
export async function replaceTokens(
  given: Credentials,
  brought: {
    readonly refreshToken: boolean
    readonly source: Extract<SessionEvent, { type: 'tokens.replaced' }>['source']
  },
  ports: Pick<SessionPorts, 'announce' | 'deadlines' | 'mint' | 'store' | 'tell' | 'vault'>,
): Promise<void> {
  const { deadlines, tell, announce } = ports
  const { source } = brought
  const { record } = given
  const result = await succeed(
    given,
    {
      atOnce: true,
      taken: ({ stamp, facts: token }) => tell({ type: 'tokens.replaced', at: deadlines.now(), stamp, token, source }),
      above(held, present) {
        // Refused meanwhile: the renewal under way adopts what the store holds.
        if (held === present.record || present.refused || present.record.accessToken !== record.accessToken)
          return false
        const { refreshToken, refreshExpiresAt } = brought.refreshToken ? record : held
        return { ...record, refreshToken, refreshExpiresAt }
      },
    },
    ports,
  )
  if (result === 'done') announce()
}
