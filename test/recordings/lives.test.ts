import { expect, test, vi } from 'vitest'
import { explain, reproduce } from 'xstate-auth-session/testing'
import { recordLife } from './random-life'

test('a thousand random lives replay to identical transitions', async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => {})
  const seen: Record<string, number> = {}
  let n = 0
  let trimmed = 0
  for (let seed = 1; seed <= 1_000; seed++)
    for (const recording of await recordLife(seed, 24)) {
      n++
      try {
        expect(reproduce(recording).steps.map(({ event }) => event)).toEqual(recording.events.map(({ event }) => event))
      } catch (e) {
        console.log(seed, String(e))
        throw e
      }
      const s = explain(recording).replace(/\d\d:\d\d:\d\d/g, 'T')
      seen[s] = (seen[s] ?? 0) + 1
      if (recording.start.session) trimmed++
    }
  console.log(n, trimmed, seen)
})
