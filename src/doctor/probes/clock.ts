import { type Finding, fail, pass, warn } from '../finding'

/** Beyond it somebody's clock is wrong; ms. */
const BEARABLE = 60_000

/** Ends of answers from several machines differ by more than the whole seconds of `Date`; ms. */
const AGREEING = 2_000

/** What answers told of the time. */
export interface ToldTime {
  /** Whether the `Date` header could be read. */
  readonly isShown: boolean
  /** How far the server is ahead; ms. */
  readonly skew: number
  /** How far the server's machines are apart; ms. */
  readonly spread?: number
}

export function judgeClock({ isShown, skew, spread = 0 }: ToldTime): Finding {
  if (!isShown)
    return warn('clock', 'the Date header is not readable', 'send it, and expose it by Access-Control-Expose-Headers')
  if (spread > AGREEING)
    return fail(
      'clock',
      `its answers disagree by ${seconds(spread)} s about the time`,
      'run a time service on every machine that serves, and accept tokens with some seconds of leeway',
    )
  const seen = `the server's clock is ${seconds(skew)} s ahead of this device's`
  if (Math.abs(skew) < BEARABLE)
    return pass('clock', Math.abs(skew) < 2_000 ? 'its clock and this device’s agree' : seen)
  return warn('clock', seen, 'run a time service on whichever of the two is wrong')
}

/** How far apart moments are that answers told; each with when its request was sent and it was received. In ms. */
export function spreadOf(
  told: readonly { readonly date: number; readonly sentAt: number; readonly receivedAt: number }[],
) {
  const least = Math.max(...told.map(({ date, receivedAt }) => date - receivedAt))
  const most = Math.min(...told.map(({ date, sentAt }) => date + 1_000 - sentAt))
  return told.length === 0 ? 0 : Math.max(least - most, 0)
}

const seconds = (ms: number) => Math.round(ms / 1_000)
