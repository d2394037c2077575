import type { TokenFacts } from './session.vocabulary'

/** The longest delay that `setTimeout` takes; past it, it fires at once. */
export const MAX_DELAY = 2_147_483_647

/** A caller who starts to wait shortens a back-off, but never to less than this since the last try. */
export const DEMAND_SPACING = 2_000

/** How the moments of a token's life are placed. Times in ms, `jitter` a ratio. */
export interface SchedulePolicy {
  readonly ahead: number
  readonly jitter: number
  readonly minInterval: number
}

/** ms from `armedAt` to `due` as `setTimeout` can bear it; without a due moment the timer sleeps as long as it can. */
export function delayUntil(due: number | null, armedAt: number): number {
  const wait = due === null ? MAX_DELAY : due - armedAt
  // `NaN` is a moment that never comes: taken for one that has come, it would ring for ever.
  return wait < MAX_DELAY ? Math.max(wait, 0) : MAX_DELAY
}

/** Whether a timer armed by {@link delayUntil} has reached `due` when it fires, or was cut short. */
export function timerReaches(due: number | null, armedAt: number): boolean {
  return due !== null && due - armedAt <= MAX_DELAY
}

/**
 * The moments of a token that lives from `sentAt` to `expiresAt` (ms, `null` where unknown).
 * `random` is one draw in [0, 1): the caller makes it, so that the charts stay pure.
 */
export function planToken(
  life: { readonly sentAt: number; readonly expiresAt: number | null; readonly renewable: boolean },
  policy: SchedulePolicy,
  random: number,
): TokenFacts {
  const { sentAt, expiresAt, renewable } = life
  if (expiresAt === null) return { expiresAt, usableUntil: null, renewAt: null, renewable }
  const lifetime = Math.max(expiresAt - sentAt, 0)
  const jitter = random * Math.min(lifetime * Math.min(policy.jitter, 0.2), 300_000)
  const due = expiresAt - Math.min(policy.ahead, lifetime * 0.5) - jitter
  return {
    expiresAt,
    usableUntil: expiresAt - Math.min(lifetime * 0.05, 2_000),
    renewAt: Math.max(due, sentAt + renewalSpacing(lifetime, policy.minInterval)),
    renewable,
  }
}

/** The least time between two timed renewals: `minInterval`, but never more than a quarter of the life. */
export function renewalSpacing(lifetime: number | null, minInterval: number): number {
  return lifetime === null ? minInterval : Math.min(minInterval, lifetime / 4)
}

/** Full jitter: a draw between 0 and the doubled step, `initial` ms at first, never above `max` ms. */
export function backoffDelay(attempt: number, initial: number, max: number, random: number): number {
  return random * Math.min(max, initial * 2 ** Math.min(attempt, 30))
}
