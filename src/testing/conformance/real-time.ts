import { systemClock } from '../../platform/clock'

/** For how many tasks of at least a millisecond a real answer is waited for. */
export const PATIENCE = 20_000

/** Lets the platform do what takes real time: answers that come, streams that are read. */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => void systemClock().setTimeout(resolve, 1))
}
