import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { overhearRejections } from '../session/rejections'
import { type Happening, happenings, say } from './happenings'
import { createLife, type Life } from './life'

/** `npm run test:deep`: more walks; DEEP=7 makes others than DEEP=1. */
const deep = Number(process.env['DEEP'] ?? 0)
const runs = deep > 0 ? { seed: deep, numRuns: 3_000 } : { seed: 2026, numRuns: 200 }

/** It happens wherever the model says that it can. */
const step = (happening: Happening): fc.AsyncCommand<{ life: Life }, Life> => ({
  check: ({ life }) => life.state.can(happening),
  run: (_, life) => life.live(happening),
  toString: () => say(happening),
})

const walks = fc.commands(
  happenings.map((happening) => fc.constant(step(happening))),
  { maxCommands: 120, size: 'max' },
)

test('however a session lives, it is seen to do what the model says, and in the end everything settles', async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => {})
  const rejections = overhearRejections()
  const lived = new Set<string>()
  await fc.assert(
    fc.asyncProperty(walks, async (commands) => {
      const life = await createLife()
      await fc.asyncModelRun(() => ({ model: { life }, real: life }), commands)
      await life.end()
      for (const happening of life.lived) lived.add(say(happening))
    }),
    runs,
  )
  expect([...lived].sort()).toEqual(happenings.map(say).sort())
  expect(await rejections()).toEqual([])
}, 1_200_000)
