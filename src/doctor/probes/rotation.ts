import type { Grant } from '../../backends/backend'
import { classify, hintFor, NO_GRANT } from '../../grants/answer-class'
import { hasAnswered, type Observed } from '../caller'
import { refreshCookieIn, secretsIn } from '../cookies'
import { type Finding, fail, pass, warn } from '../finding'
import type { Holding } from '../holding'
import { cureFor, wordsFor } from '../silence'
import type { Speaker } from '../speaker'
import { speak } from '../speech'
import type { Rounds } from '../visit'

/** A renewal as it came out. */
export interface Renewal {
  readonly observed: Observed
  readonly spent: Holding
  /** What it brought; the refresh token is the old one where no other came. `null`: nothing. */
  readonly next: Holding | null
  /** Whether it brought another refresh token. */
  readonly hasRotated: boolean
  /** Whether it was refused for good. */
  readonly isRefused: boolean
}

export async function renew({ caller, secrets, server, now }: Rounds, spent: Holding): Promise<Renewal> {
  const { speaker, jar, via } = speak(server, spent, now)
  const observed = await caller.ask('a renewal', (call) => speaker.renew(spent, call), via)
  const { cookies } = jar
  secrets.keep(...secretsIn(cookies))
  const answer = hasAnswered(observed) ? observed : null
  const isRefused = answer !== null && classify(answer, speaker, NO_GRANT, answer.receivedAt).kind === 'refused'
  const grant: Grant | undefined =
    answer && answer.status >= 200 && answer.status < 300 ? speaker.grant(answer) : undefined
  if (!grant) return { observed, spent, next: null, hasRotated: false, isRefused }
  const { accessToken, refreshToken, expiresIn = null } = grant
  // What stands for a cookie is a word, and no secret.
  if (server.kind !== 'cookieSession') secrets.keep(refreshToken)
  if (server.kind !== 'cookieSession' || server.access === 'body') secrets.keep(accessToken)
  const next = { accessToken, refreshToken: refreshToken ?? spent.refreshToken, cookies, expiresIn }
  return { observed, spent, next, hasRotated: keyOf(next) !== keyOf(spent), isRefused }
}

/** What the next renewal takes. */
const keyOf = ({ refreshToken, cookies }: Holding) => refreshCookieIn(cookies)?.value ?? refreshToken

export function judgeRotation({ observed, next, hasRotated }: Renewal, backend: Speaker, life: string | null): Finding {
  const id = 'rotation'
  if (!hasAnswered(observed)) return fail(id, wordsFor(observed), cureFor(observed))
  const { status } = observed
  if (!next && status >= 200 && status < 300)
    return fail(id, `${status}, ${NO_GRANT}`, 'check the path of the refresh view')
  if (!next) return fail(id, `a good refresh token is refused: ${status}`, hintFor(observed, backend))
  if (hasRotated) return pass(id, 'yes')
  return warn(
    id,
    `no: a login ends with its first refresh token${life ? `, after ${life}` : ''}, and a stolen one is good for as long`,
    'rotate refresh tokens, and blacklist what was spent; then examine the server again',
  )
}

/** Whether a view gives another token for the one that there is. */
export function judgeRenewedToken(observed: Observed, path: string, isRenewed: boolean): Finding {
  const id = 'rotation'
  if (!hasAnswered(observed)) return fail(id, wordsFor(observed), cureFor(observed))
  if (isRenewed) return pass(id, `${path} gives another token for one that lives`)
  return warn(
    id,
    `${path} gives no later token for one that lives: ${observed.status}`,
    'let it take { token } and answer { token }, with a later exp',
  )
}
