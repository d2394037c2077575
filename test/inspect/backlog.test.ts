import { expect, test } from 'vitest'
import { createBacklog } from '../../src/inspect/backlog'
import { messagesOf } from './messages'

/** `x:0 began`, and how many messages about it there are. */
function kept({ all }: ReturnType<typeof createBacklog>): readonly string[] {
  const about: Record<string, number> = {}
  for (const { sessionId, type } of all()) {
    const name = sessionId.replace('page.', '')
    if (type === '@xstate.actor') about[`${name} began`] = 1
    else about[name] = (about[name] ?? 0) + 1
  }
  return Object.entries(about).map(([name, count]) => (name.endsWith('began') ? name : `${name} × ${count}`))
}

test('the last messages are kept, and that an actor which goes on has begun', () => {
  const backlog = createBacklog(5)
  for (const message of messagesOf(20)) backlog.keep(message)
  expect(kept(backlog)).toEqual(['x:0 began', 'x:0 × 4'])
  expect(backlog.all().map(({ id }) => id)).toEqual(['1', '17', '18', '19', '20'])
})

test('the beginning of an actor that has ended goes with the last message about it', () => {
  const backlog = createBacklog(5)
  for (const message of [...messagesOf(1), ...messagesOf(3, 'x:1', true)]) backlog.keep(message)
  expect(kept(backlog)).toEqual(['x:0 began', 'x:1 began', 'x:1 × 2'])
  const [, ...more] = messagesOf(9)
  for (const message of more.slice(0, 2)) backlog.keep(message)
  expect(kept(backlog)).toEqual(['x:0 began', 'x:1 began', 'x:1 × 1', 'x:0 × 2'])
  for (const message of more.slice(2, 4)) backlog.keep(message)
  expect(kept(backlog)).toEqual(['x:0 began', 'x:0 × 4'])
})

test('it is empty at first', () => {
  expect(createBacklog().all()).toEqual([])
})
