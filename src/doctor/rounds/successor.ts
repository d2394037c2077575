import { hasAnswered, type Observed } from '../caller'
import type { Holding } from '../holding'
import { claimsOf, lifeOf } from '../jwt'
import { get, type Resource } from '../probes/resource'
import { hintedSuccessor, judgeSuccessor, successorIn } from '../probes/successor'
import type { Rounds } from '../visit'

/** For so long a successor is waited for; s. */
const PATIENCE = 20

/**
 * A server that brings a successor late in a token's life is asked again past a quarter of it, and, where nothing else renews,
 * past a half and three quarters, where that is near.
 */
export async function seekSuccessor(
  rounds: Rounds,
  { path }: Resource,
  { accessToken, refreshToken }: Holding,
  first: Observed,
): Promise<void> {
  const { caller, secrets, server, add, learn } = rounds
  const life = lifeOf(accessToken) ?? 0
  const ages = life > 0 ? [life / 4 + 1, ...(refreshToken === null ? [life / 2, (life * 3) / 4] : [])] : []
  const answers = [first]
  const find = () => {
    const last = answers.at(-1) as Observed
    return hasAnswered(last) ? successorIn(last, accessToken) : null
  }
  let found = find()
  let age = 0
  for (const next of ages.filter((each) => each > 0 && each < PATIENCE)) {
    if (found || next <= age || !(await caller.pause((next - age) * 1_000))) break
    age = next
    answers.push(await get(rounds, path, `${server.scheme} ${accessToken}`, 'a resource'))
    found = find()
  }
  secrets.keep(found?.token)
  const endsLater = (claimsOf(found?.token ?? null)?.exp ?? 0) > (claimsOf(accessToken)?.exp ?? 0)
  const header = found && secrets.quote(found.header)
  const hint = answers.filter(hasAnswered).map(hintedSuccessor).find(Boolean) ?? null
  const hinted = hint && secrets.quote(hint)
  const renewedBy = refreshToken !== null ? 'a refresh token' : server.renewsToken ? server.paths.refresh : null
  const window = found && age > 0 ? Math.floor(life - age) * 1_000 : null
  learn({ successorHeader: header ?? (renewedBy === null ? hinted : null), window })
  const lookedUpTo = life > 0 ? age / life : 0
  add(judgeSuccessor({ header, hinted, endsLater, renewedBy, lookedUpTo, window }))
}
