import { isText } from '../../shape'
import { hasAnswered, type Observed } from '../caller'
import type { Holding } from '../holding'
import {
  findResource,
  GARBAGE,
  get,
  getAs,
  isTaken,
  judgeGarbage,
  judgeMissing,
  judgeResource,
  type Resource,
} from '../probes/resource'
import type { Secrets } from '../secrets'
import type { Rounds } from '../visit'
import { seekSuccessor } from './successor'

/** How a resource takes tokens: none, a bad one, a good one. */
export async function examineResource(rounds: Rounds, held: Holding | null): Promise<Resource | null> {
  const { add, learn } = rounds
  const resource = await findResource(rounds)
  add(judgeMissing(resource))
  if (resource?.scheme && resource.scheme.toLowerCase() !== 'bearer') learn({ scheme: resource.scheme })
  const scheme = rounds.server.scheme
  const garbage = resource && (await get(rounds, resource.path, `${scheme} ${GARBAGE}`, 'a refused token'))
  add(judgeGarbage(garbage))
  if (garbage) learn({ refusal: refusalIn(garbage, rounds.secrets) })
  if (resource) learn({ resource: resource.path })
  if (!held) return resource
  const good = resource && (await getAs(rounds, resource.path, held, 'a resource'))
  add(judgeResource(good))
  const { kind } = rounds.server
  const isKeptElsewhere = kind === 'cookieSession' || kind === 'oauth2'
  // Where there is one token alone, it is looked for once the refresh view has been.
  if (resource && isTaken(good) && held.refreshToken !== null && !isKeptElsewhere)
    await seekSuccessor(rounds, resource, held, good)
  return resource
}

function refusalIn(garbage: Observed, { quote }: Secrets) {
  if (!hasAnswered(garbage) || (garbage.status !== 403 && garbage.status !== 400)) return null
  const { code } = Object(garbage.body) as { code?: unknown }
  return {
    status: garbage.status,
    code: isText(code) && /^[\w.-]{1,40}$/.test(code) && quote(code) === code ? code : null,
  }
}
