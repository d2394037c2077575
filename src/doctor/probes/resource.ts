import { addressOf } from '../address'
import { type Answered, hasAnswered, type Observed } from '../caller'
import { type Finding, fail, pass, skip, warn } from '../finding'
import type { Holding } from '../holding'
import { cureFor, wordsFor } from '../silence'
import { speak } from '../speech'
import { RESOURCES } from '../target'
import type { Rounds, Visit } from '../visit'

/** A resource that wants a token, as it answers without one. */
export interface Resource {
  readonly path: string
  readonly missing: Observed
  /** What it wants in the `Authorization` header; `null` where it does not say. */
  readonly scheme: string | null
}

/** Looks for one where they often are; `null` where none refuses. */
export async function findResource(visit: Visit): Promise<Resource | null> {
  const { resource } = visit.target.paths
  for (const path of resource === undefined ? RESOURCES : [resource]) {
    const missing = await get(visit, path, null, 'a resource without a token')
    const status = hasAnswered(missing) ? missing.status : 0
    if (resource === undefined && status !== 401 && status !== 403) continue
    const challenge = hasAnswered(missing) ? missing.headers.get('www-authenticate') : null
    const scheme = /^\s*(Bearer|JWT|Token)\b/i.exec(challenge ?? '')?.[1] ?? null
    return { path, missing, scheme }
  }
  return null
}

export const get = ({ caller, target: { baseUrl } }: Visit, path: string, authorization: string | null, what: string) =>
  caller.ask(what, (call) =>
    call({
      url: addressOf(path, baseUrl),
      headers: { Accept: 'application/json', ...(authorization && { Authorization: authorization }) },
    }),
  )

/** Asks as a login does: by a header, or by cookies. */
export function getAs(rounds: Rounds, path: string, held: Holding, what: string): Promise<Observed> {
  const { caller, server, now } = rounds
  if (server.kind !== 'cookieSession' || server.access === 'body')
    return get(rounds, path, `${server.scheme} ${held.accessToken}`, what)
  const { via } = speak(server, held, now)
  const url = addressOf(path, server.baseUrl)
  return caller.ask(what, (call) => call({ url, headers: { Accept: 'application/json' } }), via)
}

/** Garbage that looks like a token: what merely looks at the form of one should not be fooled. */
export const GARBAGE = 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJkb2N0b3IiOnRydWV9.AAAA'

const TOLD_BY_401 = 'answer 401 with WWW-Authenticate; in REST framework let JWTAuthentication come first'

export function judgeMissing(resource: Resource | null): Finding {
  const id = 'refusal.missing'
  if (!resource) return skip(id, 'no resource that wants a token was found', 'name one that answers GET by --resource')
  const { path, missing } = resource
  if (!hasAnswered(missing)) return fail(id, `${path}: ${wordsFor(missing)}`, cureFor(missing))
  const { status, headers } = missing
  if (status === 401) {
    if (headers.has('www-authenticate')) return pass(id, `${path} answers 401`)
    return pass(id, `${path} answers 401, without WWW-Authenticate`)
  }
  if (status === 403) return warn(id, `${path} answers 403, as for what nobody may see`, TOLD_BY_401)
  if (status >= 300 && status < 400)
    return fail(id, `${path} redirects (${status})`, `an API has no login page: ${TOLD_BY_401}`)
  if (status === 404) return skip(id, `${path} answers 404`, 'name a resource that answers GET by --resource')
  if (status < 300) return skip(id, `${path} lets anybody in`, 'name a resource that wants a token by --resource')
  return fail(id, `${path} answers ${status}`, 'look at the server’s log')
}

export function judgeGarbage(garbage: Observed | null): Finding {
  const id = 'refusal.garbage'
  if (!garbage) return skip(id, 'no resource to try it on')
  if (!hasAnswered(garbage)) return fail(id, wordsFor(garbage), cureFor(garbage))
  const { status } = garbage
  if (status === 401) return pass(id, '401')
  if (status === 403 || status === 400)
    return warn(
      id,
      `${status}, which good tokens get as well`,
      `${TOLD_BY_401}; until then tell the session by \`unauthorized\``,
    )
  if (status < 300) return fail(id, `${status}: it is taken`, 'check the signature of tokens')
  return fail(id, `${status}`, TOLD_BY_401)
}

export function judgeResource(good: Observed | null): Finding {
  const id = 'resource'
  if (!good) return skip(id, 'no resource to try it on, or no token')
  if (!hasAnswered(good)) return fail(id, wordsFor(good), cureFor(good))
  const { status } = good
  if (status < 300) return pass(id, `${status}`)
  if (status === 401)
    return fail(
      id,
      '401',
      'see whether a proxy drops Authorization (Apache wants WSGIPassAuthorization On), and which scheme the server wants',
    )
  return warn(id, `${status}`, 'name a resource that the test user may see by --resource')
}

export const isTaken = (good: Observed | null): good is Answered =>
  good !== null && hasAnswered(good) && good.status < 300
