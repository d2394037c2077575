import type { Recording } from '../timeline'
import { endingOf } from './ending'
import { goingOn } from './going-on'
import { type Life, livesOf } from './life'
import { verdictOn } from './verdict'

/**
 * One sentence: who ended the session, why, and what to change; or that nobody did. Of several recordings, the ending of the
 * last login. Times are in UTC.
 *
 * @throws RecordingError for a recording that can't be replayed.
 */
export function explain(recordings: Recording | readonly Recording[]): string {
  return explainLives(livesOf([recordings].flat()))
}

/** The same, of lives that have been walked through already. */
export function explainLives(lives: readonly Life[]): string {
  const ending = endingOf(lives)
  return ending.step === null ? goingOn(ending.life) : verdictOn(ending.step, ending)
}
