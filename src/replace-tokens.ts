import type { SessionEvent, Stamp, TokenFacts } from '../machines'
import type { Credentials } from './credentials'
import type { StoredSession } from './platform/record'
import type { SessionPorts } from './ports'

/** A race for the same generation is over after this many tries, or never. */
const TRIES = 5

type Source = Extract<SessionEvent, { type: 'tokens.replaced' }>['source']

/** What the vault has taken. */
export interface Taken {
  readonly at: number
  readonly stamp: Stamp
  readonly token: TokenFacts
}

interface Succession {
  readonly source: Source
  /**
   * Told in the tick in which the vault takes it; where it doesn't hear, the session learns of tokens replaced. Without it
   * the vault takes the token at once, before the store has it.
   */
  readonly hear?: (taken: Taken) => boolean
  /** What goes above that record, which stands in the way of it; `false`: nothing. */
  readonly above: (held: StoredSession, present: Credentials) => StoredSession | false
}

type Ports = Pick<SessionPorts, 'announce' | 'deadlines' | 'mint' | 'store' | 'tell' | 'vault'>

/**
 * Puts the next token of a login in the place of its predecessor, in store and vault. Where another took that place
 * meanwhile, it goes above it, or gives up. Resolves with what the last write came to.
 */
export async function succeed(
  given: Credentials,
  { source, hear, above }: Succession,
  { announce, deadlines, mint, store, tell, vault }: Ports,
): Promise<'done' | 'conflict' | 'failed'> {
  const { epoch } = given.stamp
  let next = given
  let expected = { epoch, generation: given.stamp.generation - 1 }
  let result: 'done' | 'conflict' | 'failed' = 'conflict'
  let isHeard = false
  const take = () => {
    const fits = vault.take(next)
    const taken = { at: deadlines.now(), stamp: next.stamp, token: next.facts }
    if (fits && hear) isHeard = hear(taken)
    if (fits && !isHeard) tell({ type: 'tokens.replaced', ...taken, source })
    return fits
  }
  for (let tries = 0; tries < TRIES; tries++) {
    if (!hear && !take()) break
    result = await store.commit(expected, next)
    if (result !== 'conflict' && (!hear || take())) break
    const state = await store.read().catch(() => null)
    const present = vault.current
    const held = state?.record ?? present?.record
    const record = held?.epoch === epoch && present?.stamp.epoch === epoch && above(held, present)
    if (!record) break
    expected = { epoch, generation: held.generation }
    next = mint.fromRecord({ ...record, generation: Math.max(held.generation, present.stamp.generation) + 1 })
    next.byRenewal = given.byRenewal
  }
  if (result !== 'conflict' && !isHeard) announce()
  return result
}

/**
 * Puts a token of the same login that came from outside a renewal in the place of the present one: at once in the vault,
 * then in the store. It takes along the refresh token of what stands in its way where it brought none.
 */
export async function replaceTokens(given: Credentials, source: Source, ports: Ports): Promise<void> {
  const { record } = given
  const isPair = record.refreshToken !== ports.vault.current?.record.refreshToken
  await succeed(
    given,
    {
      source,
      above(held, present) {
        // Refused meanwhile: the renewal under way adopts what the store holds.
        if (held === present.record || present.refused || present.record.accessToken !== record.accessToken)
          return false
        const { refreshToken, refreshExpiresAt } = isPair ? record : held
        return { ...record, refreshToken, refreshExpiresAt }
      },
    },
    ports,
  )
}
