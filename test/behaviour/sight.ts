import type { SnapshotFrom } from 'xstate'
import { held, isUsable, waiting } from './facts'
import type { User } from './happenings'
import type { model } from './model'

/** What can be seen from outside, of a page as of the model. */
export interface Sight {
  readonly status: string
  readonly loggedIn: boolean
  readonly degraded: boolean
  readonly user: User | null
  readonly age: 'fresh' | 'due' | 'over' | null
  readonly endReason: string | null
  readonly lastLogin: string | null
  readonly waiting: number
  readonly held: number
  readonly persistence: string
  readonly revoked: number
  readonly callers: readonly { readonly how: string; readonly outcome: string; readonly carried: readonly string[] }[]
}

function statusOf(state: SnapshotFrom<typeof model>): string {
  for (const status of ['anonymous', 'expired', 'loggedOut'] as const)
    if (state.matches({ awake: status })) return status
  if (!state.matches({ awake: { loggedIn: 'renewing' } })) return 'authenticated'
  if (state.context.proving) return 'restoring'
  return isUsable(state.context) ? 'refreshing' : 'queuedRetry'
}

/** What should be seen. */
export function foresee(state: SnapshotFrom<typeof model>): Sight {
  const { context } = state
  const { user, age, endReason, hasLoggedIn, failed, revoked, callers } = context
  const status = statusOf(state)
  const loggedIn = ['authenticated', 'refreshing', 'queuedRetry'].includes(status)
  return {
    status,
    loggedIn,
    degraded: status === 'queuedRetry' && failed,
    user: loggedIn ? user : null,
    age: loggedIn ? age : null,
    endReason,
    lastLogin: hasLoggedIn ? 'password' : null,
    waiting: waiting(context).length,
    held: held(context).length,
    persistence: 'device',
    revoked,
    callers: callers.map(({ how, outcome, carried }) => ({
      how,
      outcome: ['waits', 'held'].includes(outcome) ? 'pending' : outcome,
      carried,
    })),
  }
}

/** In words: `status is expired, not queuedRetry`. */
export function differences(seen: Sight, foreseen: Sight): string[] {
  const names = Object.keys(foreseen) as (keyof Sight)[]
  return names
    .filter((name) => name !== 'callers' && seen[name] !== foreseen[name])
    .map((name) => `${name} is ${seen[name]}, not ${foreseen[name]}`)
    .concat(callerDifferences(seen, foreseen))
}

function callerDifferences({ callers }: Sight, foreseen: Sight): string[] {
  const count = Math.max(callers.length, foreseen.callers.length)
  return Array.from({ length: count }, (_, index) => [callers[index], foreseen.callers[index]].map(sayCaller)).flatMap(
    ([seen, wanted], index) => (seen === wanted ? [] : [`caller ${index + 1} is ${seen}, not ${wanted}`]),
  )
}

const sayCaller = (caller: Sight['callers'][number] | undefined): string =>
  caller ? `${caller.how}: ${caller.outcome}, by [${caller.carried.join(', ')}]` : 'nobody'
