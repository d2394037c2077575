import { parseHttpDate, systemClock } from '../platform/clock'
import type { Answer } from './backend'

/** The seconds that an access token has left when `answer` came, from that date, or seconds since 1970; `undefined` for what is neither. */
export function secondsLeft(end: unknown, answer: Answer): number | undefined {
  if (typeof end !== 'string' && typeof end !== 'number') return undefined
  const seconds = Number(end)
  const at = end === '' || Number.isNaN(seconds) ? parseHttpDate(String(end)) : seconds * 1_000
  if (at === null) return undefined
  // By the server's own time where it shows it: the device's clock may be wrong.
  const now = parseHttpDate(answer.headers.get('date')) ?? systemClock().now()
  return Math.max(at - now, 0) / 1_000
}
