import { hasAnswered, type Observed } from '../caller'
import { refreshCookieIn } from '../cookies'
import { skip } from '../finding'
import type { Holding } from '../holding'
import { lifeOf } from '../jwt'
import { forge, isTaken, judgeForgery } from '../probes/csrf'
import { isNowhere } from '../probes/logout'
import { judgeRefreshView, renewGarbage } from '../probes/refresh-view'
import type { Resource } from '../probes/resource'
import { judgeReuse, reuse } from '../probes/reuse'
import { judgeRotation, renew } from '../probes/rotation'
import { inWords } from '../spans'
import { speak } from '../speech'
import type { Rounds } from '../visit'
import { askLogout, examineLogout } from './logout'

/** What a refresh token is good for, until when, and how it ends. Without a login: what refuses a bad one. */
export async function examineRenewals(rounds: Rounds, held: Holding | null, resource: Resource | null): Promise<void> {
  const { add, learn, now } = rounds
  const garbage = await askRefreshView(rounds, held)
  const view = judgeRefreshView(garbage, speak(rounds.server, held ?? { cookies: [] }, now).speaker, now())
  add(view)
  if (!held) {
    if (view.verdict === 'pass' && (await asksForToken(rounds))) learn({ kind: 'simpleJwt' })
    return
  }
  if (isNowhere(garbage) && rounds.server.kind === 'cookieSession') {
    for (const id of ['rotation', 'logout', 'reuse'] as const) add(skip(id, 'no view that renews was found'))
    await askLogout(rounds, held)
    return learn({ kind: null })
  }
  const next = await examineRotation(rounds, held)
  if (next) await examineEnds(rounds, next, resource)
  else await askLogout(rounds, held)
}

/** Renews. Resolves with what came of it. */
export async function examineRotation(rounds: Rounds, held: Holding): Promise<Holding | null> {
  const { add, learn, server, now } = rounds
  const first = await renew(rounds, held)
  const cookie = refreshCookieIn(held.cookies)
  const life = lifeOf(cookie?.value ?? held.refreshToken)
  add(judgeRotation(first, speak(server, held, now).speaker, life === null ? null : inWords(life)))
  if (!first.next) return null
  learn({ rotates: first.hasRotated })
  return server.kind === 'cookieSession' ? forgeRenewal(rounds, first.next) : first.next
}

/** How a login ends: by a logout, by a token that was spent before, by another site. Nothing that was begun here is left behind. */
export async function examineEnds(rounds: Rounds, held: Holding, resource: Resource | null): Promise<void> {
  const kept = await examineLogout(rounds, held, resource)
  const left = kept && (await examineReuse(rounds, kept, rounds.server.rotates === true))
  const { paths, oauth } = rounds.server
  if (left && (oauth?.revocationEndpoint ?? paths.logout) !== null) await askLogout(rounds, left)
}

/** Whether the refresh view wants a token in the body, rather than a cookie. */
async function asksForToken({ caller, server: { baseUrl, paths } }: Rounds): Promise<boolean> {
  const headers = { 'Content-Type': 'application/json', Accept: 'application/json' }
  const request = { url: baseUrl + paths.refresh, method: 'POST', headers, body: '{}' }
  const observed = await caller.ask('a refused renewal', (call) => call(request))
  return hasAnswered(observed) && [400, 422].includes(observed.status)
}

/** The first of the likely paths at which there is a view. */
async function askRefreshView(rounds: Rounds, held: Holding | null): Promise<Observed> {
  const { caller, learn, target, now } = rounds
  const { login, refresh } = rounds.server.paths
  const likely = target.paths.refresh ? [] : [`${login}refresh/`, '/api/token/refresh/']
  const bad = refreshCookieIn(held?.cookies ?? [])
  const cookies = (held?.cookies ?? []).map((cookie) => (cookie === bad ? { ...cookie, value: 'doctor' } : cookie))
  const ask = (path: string) => {
    learn({ paths: { ...rounds.server.paths, refresh: path } })
    const { speaker, via } = speak(rounds.server, { cookies }, now)
    return caller.ask('a refused renewal', renewGarbage(speaker, bad && held?.refreshToken), via)
  }
  const first = await ask(refresh)
  for (const path of isNowhere(first) ? likely.filter((other) => other !== refresh) : []) {
    const observed = await ask(path)
    if (!isNowhere(observed)) return observed
  }
  if (isNowhere(first)) learn({ paths: { ...rounds.server.paths, refresh } })
  return first
}

/** Whether another site can renew a login. Resolves with what is left of it. */
async function forgeRenewal(rounds: Rounds, held: Holding): Promise<Holding | null> {
  const { forgery, left } = await forge(rounds, rounds.server.paths.refresh, held)
  const { observed } = forgery
  const brings = hasAnswered(observed) && speak(rounds.server, left, rounds.now).speaker.grant(observed) !== undefined
  rounds.add(judgeForgery('csrf.refresh', forgery, brings ? 'renews' : null))
  return isTaken(forgery) ? left : held
}

/** Resolves with what is left of the login, or `null` where it has ended. */
export async function examineReuse(rounds: Rounds, held: Holding, rotates: boolean): Promise<Holding | null> {
  const { add, mayEndLogins } = rounds
  if (!rotates) {
    add(skip('reuse', 'without rotation there is no spent token'))
    return held
  }
  if (!(await mayEndLogins(THEFT))) {
    add(
      skip('reuse', 'not tried: a strict server might end other logins of the test user', 'answer yes, or give --yes'),
    )
    return held
  }
  const found = await reuse(rounds, held)
  add(judgeReuse(found))
  return found?.newest ?? null
}

const THEFT =
  'A strict server may take the second use of a refresh token for theft, and end every login of the test user'
