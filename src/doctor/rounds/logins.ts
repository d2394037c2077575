import type { Cookie } from '../cookies'
import { hintIn } from '../hint'
import { claimsOf } from '../jwt'
import { judgePreflights, preflight } from '../probes/cors'
import { judgeCsrf } from '../probes/csrf'
import { csrfIn, findCsrf } from '../probes/csrf-view'
import { judgeAccessLife, judgeRefreshLife } from '../probes/lifetime'
import { credentialFields, type FoundTokens, judgeLogin, type Login, logIn } from '../probes/login'
import { askAgain, askLoginView, askWithoutSlash, judgeLoginView, judgeSlash } from '../probes/login-view'
import type { Kind } from '../server'
import { LAYOUTS } from '../target'
import type { Rounds } from '../visit'
import { holdingOf } from './begin'

import { examineOneToken } from './one-token'
import { examineRenewals } from './renewals'
import { examineResource } from './resource'

/** A server that takes credentials itself. Resolves with whether there is one. */
export async function examineLogins(rounds: Rounds): Promise<boolean> {
  const { target, add, learn, secrets } = rounds
  const { view: found, tries } = await askLoginView(rounds)
  if (!found) {
    add(judgeLoginView(found, tries, target.paths.login))
    return false
  }
  const { path: login } = found
  const csrf = found.answer.wantsCsrf ? await findCsrf(rounds, login) : null
  if (csrf && secrets.quote(csrf.cookie) === csrf.cookie) learn({ csrf })
  const view = rounds.server.csrf ? await askAgain(rounds, found) : found
  add(judgeLoginView(view, tries, target.paths.login))
  const layout = LAYOUTS.find((each) => each.login === login)
  const { refresh, logout } = { ...rounds.server.paths, ...layout, ...target.paths }
  const fields = { ...rounds.server.fields, ...credentialFields(view.fields) }
  learn({ paths: { ...rounds.server.paths, login, refresh, logout }, fields })
  add(judgeSlash(await askWithoutSlash(rounds, login), view))

  const first = await logIn(rounds)
  add(judgeLogin(first, secrets.quote))
  const granted = first && (first.tokens || first.cookies.length > 0) ? first : null
  if (granted) learnLogin(rounds, granted)
  const held = granted && holdingOf(rounds, granted)
  if (held) add(judgeAccessLife(held), judgeRefreshLife(held))
  if (granted || found.answer.wantsCsrf) add(judgeCsrf(granted?.cookies ?? [], found.answer.wantsCsrf, secrets.quote))
  const resource = await examineResource(rounds, held)
  if (first === null) await examineRenewals(rounds, null, resource)
  else if (held?.refreshToken) await examineRenewals(rounds, held, resource)
  else if (held) await examineOneToken(rounds, held, resource)

  if (target.origin === null) add(judgePreflights([], null))
  else {
    const guard = rounds.server.csrf ? `content-type,${rounds.server.csrf.header.toLowerCase()}` : 'content-type'
    const asked = [await preflight(rounds, login, 'POST', guard)]
    const isByCookie = rounds.server.kind === 'cookieSession' && rounds.server.access === 'cookie'
    if (resource && !isByCookie) asked.push(await preflight(rounds, resource.path, 'GET', 'authorization'))
    add(judgePreflights(asked, target.origin))
  }
  return true
}

function learnLogin({ learn, server, secrets }: Rounds, { tokens, cookies, observed }: Login): void {
  const fields = {
    ...server.fields,
    ...(tokens && { access: tokens.accessField }),
    ...(tokens?.refreshField && { refresh: tokens.refreshField }),
  }
  const shown = cookies.filter(({ name }) => secrets.quote(name) === name)
  const kind = kindOf(tokens, cookies)
  const byCookies = kind === 'cookieSession' && {
    access: tokens ? ('body' as const) : ('cookie' as const),
    csrf: server.csrf ?? csrfIn(shown, null),
    hintCookie: hintIn(shown),
    tellsUser: 'body' in observed && Object(Object(observed.body).user) === Object(observed.body).user,
  }
  learn({ kind, fields, ...byCookies })
}

/** By what a login brings. A backend for JWTs can do nothing with tokens that tell no end. */
function kindOf(tokens: FoundTokens | null, cookies: readonly Cookie[]): Kind | null {
  const tellsEnd = claimsOf(tokens?.accessToken ?? null)?.exp !== undefined
  if (tokens?.refreshToken) return tellsEnd ? 'simpleJwt' : null
  if (cookies.some(({ isHttpOnly }) => isHttpOnly)) return 'cookieSession'
  return tellsEnd ? 'slidingHeader' : null
}
