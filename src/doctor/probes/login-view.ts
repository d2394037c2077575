import { type Answered, hasAnswered, type Observed, type Via } from '../caller'
import { type Finding, fail, pass, warn } from '../finding'
import { cureFor, wordsFor } from '../silence'
import { speak } from '../speech'
import { LAYOUTS } from '../target'
import type { Rounds, Visit } from '../visit'

/** A path that was asked for with empty credentials, and what it said. */
interface Try {
  readonly path: string
  readonly observed: Observed
}

export interface LoginView {
  readonly path: string
  readonly answer: Answered
  /** What it asks for; empty where it does not say. */
  readonly fields: readonly string[]
}

/** Looks for it where servers have it; no credentials are sent. */
export async function askLoginView(visit: Visit): Promise<{ view: LoginView | null; tries: readonly Try[] }> {
  const { login } = visit.target.paths
  const tries: Try[] = []
  let second: LoginView | null = null
  const paths = login === undefined ? LAYOUTS.map((layout) => layout.login) : [login]
  for (let path = paths.shift(); path !== undefined; path = paths.shift()) {
    const observed = await askWithNothing(visit, path)
    tries.push({ path, observed })
    if (!hasAnswered(observed)) break
    if (login === path && leadsToSlash(observed, path)) paths.unshift(`${path}/`)
    const view = viewIn(path, observed)
    if (view && view.fields.length > 0) return { view, tries }
    second ??= view
  }
  return { view: second, tries }
}

/** The same view by the path without its slash. */
export const askWithoutSlash = (visit: Visit, path: string) =>
  path.endsWith('/') ? askWithNothing(visit, path.slice(0, -1)) : null

/** The same view, with the CSRF token that it wants. */
export async function askAgain(rounds: Rounds, view: LoginView): Promise<LoginView> {
  const { via } = speak(rounds.server, { cookies: [] }, rounds.now)
  const observed = await askWithNothing(rounds, view.path, via)
  return (hasAnswered(observed) && viewIn(view.path, observed)) || view
}

const askWithNothing = ({ caller, target: { baseUrl } }: Visit, path: string, via?: Via) =>
  caller.ask(
    'a refused login',
    (call) =>
      call({
        url: baseUrl + path,
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
        body: '{}',
      }),
    via,
  )

/** A refusal in JSON is what tells a view for logins from a page, and from nothing. */
function viewIn(path: string, answer: Answered): LoginView | null {
  const { status, body, wantsCsrf } = answer
  if (wantsCsrf) return { path, answer, fields: [] }
  if (![400, 401, 403, 415, 422, 429].includes(status) || Object(body) !== body) return null
  const fields = status === 400 || status === 422 ? Object.keys(Object(body)).filter(isField) : []
  return { path, answer, fields }
}

const isField = (name: string) =>
  /^[a-z_]{2,30}$/i.test(name) && !/^(detail|code|error|errors|message|status|non_field_errors)$/.test(name)

function leadsToSlash({ status, headers }: Answered, path: string): boolean {
  if (status < 300 || status >= 400) return false
  return headers.get('location')?.split('?')[0]?.endsWith(`${path}/`) ?? false
}

export function judgeLoginView(view: LoginView | null, tries: readonly Try[], given: string | undefined): Finding {
  const last = tries.at(-1) as Try
  if (!hasAnswered(last.observed)) return fail('login.view', wordsFor(last.observed), cureFor(last.observed))
  if (view) {
    const { path, answer, fields } = view
    if (answer.status === 415)
      return fail('login.view', `POST ${path} takes no JSON`, 'let the view take application/json')
    const seen = `POST ${path} ${fields.length > 0 ? `asks for ${fields.join(', ')}` : `answers ${answer.status}`}`
    return given !== undefined && given !== path
      ? warn('login.view', `${seen}; ${given} leads there`, 'write the path with its slash')
      : pass('login.view', seen)
  }
  const answers = tries.flatMap(({ observed }) => (hasAnswered(observed) ? [observed] : []))
  const [seen, cure] = strangerIn(answers)
  return fail('login.view', seen, cure)
}

const ELSEWHERE = 'give the address of the API, and the path of its login by --login'

/** What a host is that has no view for logins where it was looked for. */
function strangerIn(answers: readonly Answered[]): readonly [seen: string, cure: string] {
  const all = (is: (answer: Answered) => boolean) => answers.every(is)
  const statuses = [...new Set(answers.map(({ status }) => status))].join(', ')
  if (all(({ status, isPage }) => status < 300 && isPage))
    return ['it answers whatever is asked with a web page', `that is a web site, or a portal in between: ${ELSEWHERE}`]
  if (all(({ status }) => status >= 300 && status < 400))
    return ['it redirects whatever is asked', `redirects are not followed, for what is sent is secret: ${ELSEWHERE}`]
  if (all(({ status }) => status === 405 || status === 501))
    return [`it takes no POST (${statuses})`, `that is a host of files: ${ELSEWHERE}`]
  if (all(({ status }) => status >= 500)) return [`it answers ${statuses}`, 'look at the server’s log']
  if (all(({ isPage }) => isPage)) return [`it answers ${statuses} with web pages`, `that is a web site: ${ELSEWHERE}`]
  return [`no login where one was looked for (${statuses})`, ELSEWHERE]
}

/** `path` itself answers as a view; `bare` is the answer without its slash. */
export function judgeSlash(bare: Observed | null, { path, answer }: LoginView): Finding {
  if (bare === null) return pass('slash', `${path} has none`)
  const short = path.slice(0, -1)
  if (!hasAnswered(bare)) return pass('slash', `${short}: ${wordsFor(bare)}; ${path} is right`)
  if (bare.status === answer.status && !bare.isPage) return pass('slash', `${short} leads there, too`)
  const where = leadsToSlash(bare, short) ? `a redirect (${bare.status}), which a session does not follow` : bare.status
  return pass('slash', `${short} leads to ${where}; ${path} is right`)
}
