import type { AuthBackend, Grant, TokenPair } from '../../backends/backend'
import { classify, hintFor, NO_GRANT } from '../../grants/answer-class'
import { hasAnswered, type Observed } from '../caller'
import { type Finding, fail, pass, warn } from '../finding'
import { cureFor, wordsFor } from '../silence'
import type { Visit } from '../visit'

/** A renewal as it came out. */
export interface Renewal {
  readonly observed: Observed
  readonly spent: TokenPair
  /** What it brought; the refresh token is the old one where no other came. `null`: nothing. */
  readonly next: TokenPair | null
  /** Whether it brought another refresh token. */
  readonly hasRotated: boolean
  /** Whether it was refused for good. */
  readonly isRefused: boolean
}

export async function renew({ caller, secrets }: Visit, backend: AuthBackend, spent: TokenPair): Promise<Renewal> {
  const observed = await caller.ask('a renewal', (call) => backend.renew(spent, call))
  const answer = hasAnswered(observed) ? observed : null
  const isRefused = answer !== null && classify(answer, backend, NO_GRANT, answer.receivedAt).kind === 'refused'
  const grant: Grant | undefined =
    answer && answer.status >= 200 && answer.status < 300 ? backend.grant(answer) : undefined
  if (!grant) return { observed, spent, next: null, hasRotated: false, isRefused }
  const { accessToken, refreshToken } = grant
  secrets.keep(accessToken, refreshToken)
  const next = { accessToken, refreshToken: refreshToken ?? spent.refreshToken }
  return { observed, spent, next, hasRotated: next.refreshToken !== spent.refreshToken, isRefused }
}

export function judgeRotation(
  { observed, next, hasRotated }: Renewal,
  backend: AuthBackend,
  life: string | null,
): Finding {
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
    'rotate refresh tokens, and blacklist what was spent',
  )
}
