import { hasAnswered } from '../caller'
import { type Finding, pass, skip, warn } from '../finding'
import type { Holding } from '../holding'
import { inWords } from '../spans'
import type { Rounds } from '../visit'
import { renew } from './rotation'

/** Ages in s at which a spent token is tried again. */
export const AGES = [0, 2, 5, 11, 21, 31] as const

export interface Reuse {
  /** The last age in s at which the spent token was taken; `null`: never. */
  readonly takenAt: number | null
  /** The age in s at which it was refused; `null`: not as far as was looked. */
  readonly refusedAt: number | null
  /** Whether the login outlived the refusal; `null`: nobody tried. */
  readonly loginLives: boolean | null
  /** What the login was left with; `null`: it has ended. */
  readonly newest: Holding | null
}

/** Spends a refresh token again and again, until it is refused. A strict server takes that for theft. */
export async function reuse(rounds: Rounds, held: Holding): Promise<Reuse | null> {
  const { spent, next, hasRotated } = await renew(rounds, held)
  if (!next || !hasRotated) return null
  let newest: Holding = next
  let takenAt: number | null = null
  for (const [index, age] of AGES.entries()) {
    const wait = age - (AGES[index - 1] ?? 0)
    if (wait > 0 && !(await rounds.caller.pause(wait * 1_000))) break
    const again = await renew(rounds, spent)
    if (again.isRefused) {
      const after = await renew(rounds, newest)
      const loginLives = hasAnswered(after.observed) ? after.next !== null : null
      return { takenAt, refusedAt: age, loginLives, newest: after.next }
    }
    if (!again.next) break
    takenAt = age
    newest = again.next
  }
  return { takenAt, refusedAt: null, loginLives: true, newest }
}

const GRACE =
  'take a token that was just spent for some 10 s more, and answer with the same successor: answers get lost, and browsers send twice'

export function judgeReuse(found: Omit<Reuse, 'newest'> | null): Finding {
  const id = 'reuse'
  if (!found) return skip(id, 'the token to be spent twice could not be spent once')
  const { takenAt, refusedAt, loginLives } = found
  if (refusedAt === null && takenAt === null) return skip(id, 'neither taken nor refused')
  if (refusedAt === null)
    return warn(
      id,
      `it is taken, still after ${inWords(takenAt ?? 0)}: a stolen one is good until its own end`,
      'blacklist what was spent, some 10 s later',
    )
  const end = loginLives === false ? ', and the login ended with it' : ''
  if (takenAt === null) return warn(id, `it is refused at once${end}: a lost answer ends the session`, GRACE)
  return pass(id, `it is taken for ${inWords(takenAt)} to ${inWords(refusedAt)}, and refused then${end}`)
}
