import { isText } from '../../shape'
import { hasAnswered, type Observed } from '../caller'
import { claimsOf, lifeOf } from '../jwt'
import type { FoundTokens } from '../probes/login'
import {
  findResource,
  GARBAGE,
  get,
  isTaken,
  judgeGarbage,
  judgeMissing,
  judgeResource,
  type Resource,
} from '../probes/resource'
import { hintedSuccessor, judgeSuccessor, successorIn } from '../probes/successor'
import type { Secrets } from '../secrets'
import type { Rounds } from '../visit'

/** For so long a successor is waited for; s. */
const PATIENCE = 20

/** How a resource takes tokens: none, a bad one, a good one. */
export async function examineResource(rounds: Rounds, tokens: FoundTokens | null): Promise<Resource | null> {
  const { add, learn } = rounds
  const resource = await findResource(rounds)
  add(judgeMissing(resource))
  if (resource?.scheme && resource.scheme.toLowerCase() !== 'bearer') learn({ scheme: resource.scheme })
  const scheme = rounds.server.scheme
  const garbage = resource && (await get(rounds, resource.path, `${scheme} ${GARBAGE}`, 'a refused token'))
  add(judgeGarbage(garbage))
  if (garbage) learn({ refusal: refusalIn(garbage, rounds.secrets) })
  if (!tokens) return resource
  const good = resource && (await get(rounds, resource.path, `${scheme} ${tokens.accessToken}`, 'a resource'))
  add(judgeResource(good))
  if (resource && isTaken(good)) await seekSuccessor(rounds, resource, tokens, [good])
  return resource
}

/** A server that brings a successor late in a token's life is asked again past a quarter of it, where that is near. */
async function seekSuccessor(
  rounds: Rounds,
  { path }: Resource,
  tokens: FoundTokens,
  answers: Observed[],
): Promise<void> {
  const { caller, secrets, server, add, learn } = rounds
  const { accessToken, refreshToken } = tokens
  const life = lifeOf(accessToken) ?? 0
  const isDue = life > 0 && life / 4 + 1 < PATIENCE
  const find = () =>
    answers
      .filter(hasAnswered)
      .map((answer) => successorIn(answer, accessToken))
      .find(Boolean) ?? null
  let lookedUpTo = 0
  if (!find() && isDue && (await caller.pause((life / 4 + 1) * 1_000))) {
    lookedUpTo = (life / 4 + 1) / life
    answers.push(await get(rounds, path, `${server.scheme} ${accessToken}`, 'a resource'))
  }
  const found = find()
  secrets.keep(found?.token)
  const endsLater = (claimsOf(found?.token ?? null)?.exp ?? 0) > (claimsOf(accessToken)?.exp ?? 0)
  const header = found && secrets.quote(found.header)
  learn({ successorHeader: header })
  add(judgeSuccessor({ header, hinted: hinted(), endsLater, hasRefreshToken: refreshToken !== null, lookedUpTo }))

  function hinted() {
    const name = answers.filter(hasAnswered).map(hintedSuccessor).find(Boolean) ?? null
    return name && secrets.quote(name)
  }
}

function refusalIn(garbage: Observed, { quote }: Secrets) {
  if (!hasAnswered(garbage) || (garbage.status !== 403 && garbage.status !== 400)) return null
  const { code } = Object(garbage.body) as { code?: unknown }
  return {
    status: garbage.status,
    code: isText(code) && /^[\w.-]{1,40}$/.test(code) && quote(code) === code ? code : null,
  }
}
