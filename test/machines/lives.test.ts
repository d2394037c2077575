import { beforeEach, test, vi } from 'vitest'
import { liveAtRandom } from './lives'
import { renewalCases, renewalGround } from './renewal.cases'
import { renewalInvariants } from './renewal.invariants'
import { sessionCases, sessionGround } from './session.cases'
import { sessionInvariants } from './session.invariants'

/** XState says so in development when a caller comes while a failed renewal pauses. */
beforeEach(() => void vi.spyOn(console, 'warn').mockImplementation(() => {}))

test('a session holds its sentences however it is led', async () => {
  await liveAtRandom(sessionGround, sessionCases, sessionInvariants)
})

test('a renewal holds its sentences however it is led', async () => {
  await liveAtRandom(renewalGround, renewalCases, renewalInvariants)
})
