import type { TokenFacts } from '../../machines'

/** Time stands still: whether a deadline has passed is the explorer's choice. */
export const NOW = 10
export const REQUEST_TIMEOUT = 5
/** Of every access token; its timers ring when the explorer lets them. */
export const FACTS: TokenFacts = { expiresAt: 100, usableUntil: 90, renewAt: 80, renewable: true }
