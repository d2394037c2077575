import type { Cookie } from '../cookies'
import { skip } from '../finding'
import { claimsOf } from '../jwt'
import { judgePreflights, preflight } from '../probes/cors'
import { judgeCsrf } from '../probes/csrf'
import { judgeAccessLife, judgeRefreshLife } from '../probes/lifetime'
import { credentialFields, type FoundTokens, judgeLogin, type Login, logIn } from '../probes/login'
import { askLoginView, askWithoutSlash, judgeLoginView, judgeSlash } from '../probes/login-view'
import type { Kind } from '../server'
import { LAYOUTS } from '../target'
import type { Rounds } from '../visit'
import { examineRenewals } from './renewals'
import { examineResource } from './resource'

/** A server that takes credentials itself. Resolves with whether there is one. */
export async function examineLogins(rounds: Rounds): Promise<boolean> {
  const { target, add, learn } = rounds
  const { view, tries } = await askLoginView(rounds)
  add(judgeLoginView(view, tries, target.paths.login))
  if (!view) return false
  const { path: login } = view
  const layout = LAYOUTS.find((each) => each.login === login)
  const { refresh, logout } = { ...rounds.server.paths, ...layout, ...target.paths }
  const fields = { ...rounds.server.fields, ...credentialFields(view.fields) }
  learn({ paths: { ...rounds.server.paths, login, refresh, logout }, fields })
  add(judgeSlash(await askWithoutSlash(rounds, login), view))

  const first = await logIn(rounds, rounds.server)
  add(judgeLogin(first))
  const granted = first && (first.tokens || first.cookies.length > 0) ? first : null
  if (granted) learnLogin(rounds, granted)
  if (granted?.tokens) add(judgeAccessLife(granted.tokens), judgeRefreshLife(granted.tokens))
  if (granted || view.answer.wantsCsrf) add(judgeCsrf(granted?.cookies ?? [], view.answer.wantsCsrf))
  const resource = await examineResource(rounds, granted?.tokens ?? null)
  if (granted === null || granted.tokens?.refreshToken) await examineRenewals(rounds, granted?.tokens ?? null, resource)
  else
    for (const id of ['refresh.view', 'rotation', 'logout', 'reuse'] as const)
      add(skip(id, 'there is no refresh token to see'))

  if (target.origin === null) add(judgePreflights([], null))
  else {
    const asked = [await preflight(rounds, login, 'POST', 'content-type')]
    if (resource) asked.push(await preflight(rounds, resource.path, 'GET', 'authorization'))
    add(judgePreflights(asked, target.origin))
  }
  return true
}

function learnLogin({ learn, server }: Rounds, { tokens, cookies }: Login): void {
  const csrfCookie = cookies.find(({ name }) => /csrf|xsrf/i.test(name))?.name ?? null
  const fields = {
    ...server.fields,
    ...(tokens && { access: tokens.accessField }),
    ...(tokens?.refreshField && { refresh: tokens.refreshField }),
  }
  const kind = kindOf(tokens, cookies)
  learn({ kind, fields, csrfCookie })
}

/** By what a login brings. A backend for JWTs can do nothing with tokens that tell no end. */
function kindOf(tokens: FoundTokens | null, cookies: readonly Cookie[]): Kind | null {
  const tellsEnd = claimsOf(tokens?.accessToken ?? null)?.exp !== undefined
  if (tokens?.refreshToken) return tellsEnd ? 'simpleJwt' : null
  if (cookies.some(({ isHttpOnly }) => isHttpOnly)) return 'cookieSession'
  return tellsEnd ? 'slidingHeader' : null
}
