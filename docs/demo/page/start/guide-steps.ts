import type { SessionStatus } from 'xstate-auth-session'
import type { Shown } from './by-hand-frame'

/** What the guide knows of either app. */
export interface Story {
  readonly status: SessionStatus
  /** How many fields are filled in here. */
  readonly filled: number
  /** What became of the last save here. */
  readonly saved: boolean | null
  readonly byHand: Shown
  /** How many fields went when the app by hand left its form without having saved it. */
  readonly lost: number
  readonly broken: boolean
}

/** Which of the three steps is next, counted from 1; 4: all are done. */
export function nextStep({ status, filled, saved, byHand, lost, broken }: Story): 1 | 2 | 3 | 4 {
  if (lost > 0 || saved) return 4
  if (broken) return 3
  const isReady = status === 'authenticated' || status === 'refreshing' || status === 'queuedRetry'
  return isReady && filled > 0 && byHand.shows === 'form' && byHand.filled > 0 ? 2 : 1
}

/** What one sees here, in a sentence. */
export function verdictHere({ status, filled, saved }: Story): string {
  if (saved) return 'Kept: the report is saved, once.'
  if (status === 'expired')
    return `Kept: all ${filled} fields are still here. Log in again, and the report is sent, once.`
  return ''
}

/** What one sees by hand, in a sentence. */
export function verdictByHand({ byHand, lost }: Story): string {
  if (lost > 0) return `Lost: the page went back to its login, and ${lost} fields with it.`
  return byHand.saved ? 'Saved.' : ''
}
