import { beforeEach, test, vi } from 'vitest'
import { liveAtRandom } from './lives'
import { renewalCases, renewalGround } from './renewal.cases'
import { renewalSentences } from './renewal.sentences'
import { sessionCases, sessionGround } from './session.cases'
import { sessionSentences } from './session.sentences'

/** XState says so in development when a caller comes while a failed renewal pauses. */
beforeEach(() => void vi.spyOn(console, 'warn').mockImplementation(() => {}))

test('a session holds its sentences however it is led', async () => {
  await liveAtRandom(sessionGround, sessionCases, sessionSentences)
})

test('a renewal holds its sentences however it is led', async () => {
  await liveAtRandom(renewalGround, renewalCases, renewalSentences)
})
