import { addressOf } from '../address'
import { type Answered, hasAnswered, type Observed } from '../caller'
import { type Finding, fail, pass, skip, warn } from '../finding'
import type { Heard } from '../heard'
import type { Visit } from '../visit'

const NO_ORIGIN = 'give the origin of the app’s pages by --origin https://app.example.com'

/** What a browser asks before a request that it would not have sent without scripts (Fetch, section 3.2.2). */
export interface Preflight {
  readonly path: string
  readonly method: string
  /** In lower case; several are parted by commas. */
  readonly header: string
  readonly observed: Observed
}

export async function preflight(
  { caller, target: { baseUrl } }: Visit,
  path: string,
  method: string,
  header: string,
): Promise<Preflight> {
  const headers = { 'Access-Control-Request-Method': method, 'Access-Control-Request-Headers': header }
  const observed = await caller.ask('a preflight', (call) =>
    call({ url: addressOf(path, baseUrl), method: 'OPTIONS', headers }),
  )
  return { path, method, header, observed }
}

export function judgeOrigin(heard: readonly Heard[], origin: string | null): Finding {
  const id = 'cors.origin'
  if (origin === null) return skip(id, 'no origin was given', NO_ORIGIN)
  const withheld = [...new Set(heard.filter(({ answer }) => !allows(answer, origin)).map(({ what }) => what))]
  if (withheld.length === 0) return pass(id, 'yes')
  const every = withheld.length === new Set(heard.map(({ what }) => what)).size
  return fail(
    id,
    every ? 'no: Access-Control-Allow-Origin is missing' : `not every one: ${withheld.join(', ')}`,
    `allow ${origin} for every answer, refusals and redirects too: without it a page sees a dead network`,
  )
}

export function judgePreflights(asked: readonly Preflight[], origin: string | null): Finding {
  const id = 'cors.preflight'
  if (origin === null) return skip(id, 'no origin was given', NO_ORIGIN)
  const refused = asked.filter((each) => !grants(each, origin))
  if (refused.length === 0) return pass(id, asked.map(({ path, header }) => `${header} to ${path}`).join(', '))
  const words = refused.map(
    ({ path, header, observed }) => `${header} to ${path} (${hasAnswered(observed) ? observed.status : 'no answer'})`,
  )
  return fail(
    id,
    `not ${words.join(', ')}`,
    `answer OPTIONS by 2xx, without asking for a token, and allow ${origin} these headers`,
  )
}

/** `needed`: the headers without which the session does not work, besides those without which it works less well. */
export function judgeExposed(heard: readonly Heard[], origin: string | null, needed: string | null): Finding {
  const id = 'cors.expose'
  if (origin === null) return skip(id, 'no origin was given', NO_ORIGIN)
  const exposed = heard.map(({ answer }) => listOf(answer, 'access-control-expose-headers'))
  const hides = (name: string) => exposed.some((names) => !names.includes('*') && !names.includes(name.toLowerCase()))
  const hidden = [needed, 'Date', 'Retry-After'].filter((name) => name !== null && hides(name))
  if (hidden.length === 0) return pass(id, 'yes')
  const cure = `name in Access-Control-Expose-Headers: ${hidden.join(', ')}`
  const seen = `not ${hidden.join(', ')}`
  return needed !== null && hidden.includes(needed) ? fail(id, seen, cure) : warn(id, seen, cure)
}

function allows({ headers }: Answered, origin: string): boolean {
  const allowed = headers.get('access-control-allow-origin')
  return allowed === '*' || allowed === origin
}

function grants({ method, header, observed }: Preflight, origin: string): boolean {
  if (!hasAnswered(observed) || observed.status < 200 || observed.status >= 300 || !allows(observed, origin))
    return false
  const allowed = listOf(observed, 'access-control-allow-headers')
  // `*` does not stand for Authorization.
  const takes = (name: string) => allowed.includes(name) || (allowed.includes('*') && name !== 'authorization')
  const takesHeader = header.split(',').every(takes)
  const methods = listOf(observed, 'access-control-allow-methods')
  return (
    takesHeader &&
    (['GET', 'HEAD', 'POST'].includes(method) || methods.includes('*') || methods.includes(method.toLowerCase()))
  )
}

const listOf = ({ headers }: Answered, name: string) =>
  (headers.get(name) ?? '').split(',').map((part) => part.trim().toLowerCase())
