import type { SessionEvent } from '../machines'
import type { Credentials } from './credentials'
import type { SessionPorts } from './ports'

type ReplacePorts = Pick<SessionPorts, 'announce' | 'deadlines' | 'mint' | 'store' | 'tell' | 'vault'>

/** A race for the same generation is over after this many tries, or never. */
const TRIES = 5

/**
 * Puts a token of the same login that came from outside a renewal in the place of the present one: at once in the vault,
 * then in the store. Where a sibling has written that generation too, it goes above it, and takes its refresh token along
 * where it brought none.
 */
export async function replaceTokens(
  given: Credentials,
  brought: {
    readonly refreshToken: boolean
    readonly source: Extract<SessionEvent, { type: 'tokens.replaced' }>['source']
  },
  ports: ReplacePorts,
): Promise<void> {
  const { vault, store, mint, deadlines, tell, announce } = ports
  let expected = vault.stamp
  let next = given
  for (let tries = 0; tries < TRIES; tries++) {
    if (!vault.take(next)) return
    tell({
      type: 'tokens.replaced',
      at: deadlines.now(),
      stamp: next.stamp,
      token: next.facts,
      source: brought.source,
    })
    const result = await store.commit(expected, next)
    if (result === 'done') return announce()
    const { record } = (await store.read().catch(() => null)) ?? {}
    if (result === 'failed' || !record || record.epoch !== next.stamp.epoch || !vault.holds(next.stamp)) return
    // Refused meanwhile: the renewal under way adopts what the store holds.
    if (vault.current?.refused) return
    expected = { epoch: record.epoch, generation: record.generation }
    const generation = Math.max(record.generation, next.stamp.generation) + 1
    const { refreshToken, refreshExpiresAt } = brought.refreshToken ? next.record : record
    next = mint.fromRecord({ ...next.record, generation, refreshToken, refreshExpiresAt })
  }
}
