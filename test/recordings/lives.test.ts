import { expect, test, vi } from 'vitest'
import { draw, explain, reproduce } from 'xstate-auth-session/testing'
import { recordLife } from './random-life'

const LIVES = 1_000
const DEEDS = 10

test('a thousand random lives replay to identical transitions, and each is explained and drawn', async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => {})
  const ends = new Set<unknown>()
  for (let seed = 1; seed <= LIVES; seed++) {
    const recordings = await recordLife(seed, DEEDS)
    for (const recording of recordings) {
      const { steps } = reproduce(recording)
      expect(steps.map(({ event }) => event)).toEqual(recording.events.map(({ event }) => event))
      const last = steps.findLast(({ machine }) => machine === 'session')
      ends.add((last?.after?.context as { endReason?: unknown } | undefined)?.endReason ?? last?.after?.value)
    }
    expect(explain(recordings)).toMatch(/^[A-Z].+\.$/)
    expect(draw(recordings)).toMatch(/^sequenceDiagram\n( {2}.+(\n|$))+$/)
  }
  expect([...ends].map((end) => JSON.stringify(end)).sort()).toEqual(['"anonymous"'])
})
