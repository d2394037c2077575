import { epochCount } from '../../machines'
import { contextOf, type Life, type LifeStep, leafOf } from './life'
import { exchangeOf, madeBy, sequenceOf } from './sequence'

/** How the last login of some lives came to its end. */
export interface Ending {
  readonly life: Life
  /** Whether the life is one of several. */
  readonly hasOthers: boolean
  /** The step that ended it; `null` where it goes on, or had ended before the recording begins. */
  readonly step: LifeStep | null
  /** All steps of all lives before it, in order. */
  readonly before: readonly LifeStep[]
}

const OVER = ['anonymous', 'expired', 'revoking', 'settled']

const isOver = (state: LifeStep['after']): boolean => OVER.includes(leafOf(state))

/** The last session, wherever it ended first. */
export function endingOf(lives: readonly Life[]): Ending {
  const sequence = sequenceOf(lives)
  const latest = Math.max(...lives.map(lastLogin))
  const present = lives.filter((life) => lastLogin(life) === latest)
  const ends = present.flatMap((life) => endOf(life) ?? []).sort((a, b) => sequence.indexOf(b) - sequence.indexOf(a))
  const [last] = ends
  const taken = last && exchangeOf(last)
  const step =
    (taken?.isTaken &&
      sequence.find((other) => other.tab !== last?.tab && madeBy(other) === taken.fact && endsBy(other))) ||
    last ||
    null
  const life = lives.find(({ tab }) => tab === step?.tab) ?? (present[0] as Life)
  return {
    life,
    hasOthers: lives.length > 1,
    step,
    before: step ? sequence.slice(0, sequence.indexOf(step)) : sequence,
  }
}

/** The step that led from a session, or from its restoring, to where nobody is logged in; `null` where it goes on. */
function endOf({ steps }: Life): LifeStep | null {
  const own = steps.filter(({ machine }) => machine === 'session')
  const last = own.findLast(({ after }) => after !== null)
  return last && isOver(last.after) ? (own.findLast(endsBy) ?? null) : null
}

const endsBy = ({ before, after }: LifeStep): boolean => isOver(after) && !isOver(before)

function lastLogin({ steps, recording }: Life): number {
  const states = [
    recording.start.session,
    ...steps.flatMap(({ machine, after }) => (machine === 'session' ? [after] : [])),
  ]
  const stamp = states.findLast((state) => contextOf(state)?.stamp) ?? null
  return epochCount(contextOf(stamp)?.stamp?.epoch ?? '')
}
