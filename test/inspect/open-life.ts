import { onTestFinished, vi } from 'vitest'
import { createLife } from './life'

/** A life whose pauses are the middle of what they can be, and which is over with the test. */
export function openLife(...given: Parameters<typeof createLife>) {
  vi.spyOn(Math, 'random').mockReturnValue(0.5)
  const life = createLife(...given)
  onTestFinished(() => life.session.dispose())
  return life
}
