import type { Recording } from '../timeline'

/** A file for vitest that replays a recording, named after what is to be said of it. */
export function printTest(recording: Recording, sentence: string): string {
  const { length } = recording.events
  return `import { expect, test } from 'vitest'
import { explain, type Recording, reproduce } from 'xstate-auth-session/testing'

test(${JSON.stringify(sentence)}, () => {
  expect(reproduce(recording).steps).toHaveLength(${length})
  expect(explain(recording)).toBe(${JSON.stringify(sentence)})
})

const recording: Recording = ${JSON.stringify(recording, null, 2)}
`
}
