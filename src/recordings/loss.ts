import type { Ending } from './ending'
import { type LifeStep, outputOf, subjectOf } from './life'
import { originOf } from './xstate-events'

/** Why an earlier try may have spent the token that was then refused. */
export interface Loss {
  readonly what: string
  /** ms since the epoch; `null`: before the recording begins. */
  readonly at: number | null
  /** Where it is not a server's grace period. */
  readonly advice?: string
}

/** The first thing in a renewal that kept an answer from its tab. */
export function lossBefore(end: LifeStep, { before }: Ending): Loss {
  const own = before.filter(({ tab }) => tab === end.tab)
  const begun = own.findLastIndex(
    ({ machine, event }) => machine === 'renewal' && originOf(event.type).kind === 'began',
  )
  const renewal = own.slice(Math.max(begun, 0))
  const [first] = renewal.flatMap((step) => lossIn(step) ?? [])
  return first ?? { what: 'an earlier answer had been lost before the recording begins', at: null }
}

function lossIn(step: LifeStep): Loss | null {
  const { at, event, machine } = step
  if (event['cause'] === 'overdue') return { what: 'an earlier answer had been overdue', at }
  if (event['cause'] === 'maybe_rotated') {
    const { status } = event
    return status === null
      ? { what: 'an earlier answer had been lost on a dropped connection', at }
      : {
          what: `the server had answered ${status} to an earlier try`,
          at,
          advice: 'let it spend no token when it fails, or give it a grace period of 10 s',
        }
  }
  if (machine !== 'renewal') return null
  if (typeof outputOf(step)['intentDeadline'] === 'number')
    return { what: 'a page that was closed, reloaded or frozen had begun to renew it, as was seen', at }
  const isStep = ['request failed', 'commit failed'].includes(subjectOf(step))
  return isStep ? { what: 'an earlier try had failed by itself', at } : null
}
