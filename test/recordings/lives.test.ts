import { expect, test, vi } from 'vitest'
import { draw, explain, reproduce } from 'xstate-auth-session/testing'
import { recordLife } from './random-life'

const LIVES = 1_000
const DEEDS = 10
/** ms; a test machine may be busy. */
const PATIENCE = 300_000

test(
  'a thousand random lives replay to identical transitions, and every tenth is explained and drawn',
  async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => {})
    const ends = new Set<string>()
    for (let seed = 1; seed <= LIVES; seed++) {
      const recordings = await recordLife(seed, DEEDS)
      for (const recording of recordings) {
        const { steps } = reproduce(recording)
        expect(steps.map(({ event }) => event)).toEqual(recording.events.map(({ event }) => event))
        const last = steps.findLast(({ machine }) => machine === 'session')?.after
        const { endReason } = (last?.context ?? {}) as { endReason?: string }
        ends.add(endReason ?? (last ? JSON.stringify(last.value) : 'not running'))
      }
      if (seed % 10 > 0) continue
      expect(explain(recordings)).toMatch(/^[A-Z].+\.$/)
      expect(draw(recordings)).toMatch(/^sequenceDiagram\n( {2}.+(\n|$))+$/)
    }
    expect([...ends].sort()).toEqual([
      ...['"anonymous"', '"authenticated"', '"restoring"'],
      ...['answer_lost', 'not running', 'not_restored', 'refresh_token_expired', 'rejected'],
      ...['{"loggedOut":"revoking"}', '{"loggedOut":"settled"}'],
      ...['{"renewing":"proving"}', '{"renewing":"queuedRetry"}', '{"renewing":"refreshing"}'],
    ])
  },
  PATIENCE,
)
