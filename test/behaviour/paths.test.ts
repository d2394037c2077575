import { expect, test, vi } from 'vitest'
import { say } from './happenings'
import { createLife } from './life'
import { findPaths } from './paths'

test('on 581 shortest paths through the model, a page is seen to do what the model says', async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => {})
  const paths = findPaths()
  const strayed: string[] = []
  for (const path of paths) {
    if (strayed.length === 3) break
    const life = await createLife()
    try {
      for (const happening of path) await life.live(happening)
    } catch (error) {
      strayed.push(`${path.map(say).join(', ')}: ${error}`)
    }
  }
  expect(strayed).toEqual([])
  expect(paths.length).toBe(581)
}, 600_000)
