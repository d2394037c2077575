import { beforeEach, expect, test, vi } from 'vitest'
import { explain } from 'xstate-auth-session/testing'
import { endings } from './endings'
import { goingOn } from './going-on'
import { setStage } from './stage'
import type { ToldEnding } from './told-ending'

beforeEach(() => void vi.spyOn(console, 'warn').mockImplementation(() => {}))

async function saidOf({ stage: options, live, of }: ToldEnding): Promise<string> {
  const stage = setStage(options)
  await live(stage)
  const recordings = stage.recordings()
  return explain(of ? of.map((index) => recordings[index]!) : recordings)
}

test.each(endings)('it says who ended a session where $how', async (ending) => {
  expect(await saidOf(ending)).toBe(ending.said)
})

test.each(goingOn)('it says that nobody ended a session that $how', async (ending) => {
  expect(await saidOf(ending)).toBe(ending.said)
})
