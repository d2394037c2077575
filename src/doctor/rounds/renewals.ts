import type { TokenPair } from '../../backends/backend'
import type { Observed } from '../caller'
import { skip } from '../finding'
import { lifeOf } from '../jwt'
import type { FoundTokens } from '../probes/login'
import { logIn } from '../probes/login'
import {
  areOne,
  hasRevoked,
  isNowhere,
  judgeAfterLogout,
  judgeEverywhere,
  judgeLogout,
  judgeOthers,
} from '../probes/logout'
import { judgeRefreshView, renewGarbage } from '../probes/refresh-view'
import { get, type Resource } from '../probes/resource'
import { judgeReuse, reuse } from '../probes/reuse'
import { judgeRotation, type Renewal, renew } from '../probes/rotation'
import { backendOf } from '../server'
import { inWords } from '../spans'
import type { Rounds } from '../visit'

/** What a refresh token is good for, until when, and how it ends. Without tokens: what refuses a bad one. */
export async function examineRenewals(
  rounds: Rounds,
  tokens: FoundTokens | null,
  resource: Resource | null,
): Promise<void> {
  const { add, learn, now } = rounds
  const garbage = await askRefreshView(rounds)
  const view = judgeRefreshView(garbage, backendOf(rounds.server), now())
  add(view)
  if (!tokens) {
    if (view.verdict === 'pass') learn({ kind: 'simpleJwt' })
    return
  }
  const backend = backendOf(rounds.server)
  const first = await renew(rounds, backend, tokens)
  const life = lifeOf(tokens.refreshToken)
  add(judgeRotation(first, backend, life === null ? null : inWords(life)))
  if (!first.next) return
  learn({ rotates: first.hasRotated })
  const kept = await examineLogout(rounds, first.next, resource)
  const left = kept && (await examineReuse(rounds, kept, first.hasRotated))
  // Nothing that was begun here is left behind.
  if (left && rounds.server.paths.logout !== null) await askLogout(rounds, left)
}

/** The first of the likely paths at which there is a view. */
async function askRefreshView(rounds: Rounds): Promise<Observed> {
  const { caller, learn, target } = rounds
  const { login, refresh } = rounds.server.paths
  const likely = target.paths.refresh ? [] : [`${login}refresh/`, '/api/token/refresh/']
  const ask = (path: string) => {
    learn({ paths: { ...rounds.server.paths, refresh: path } })
    return caller.ask('a refused renewal', renewGarbage(backendOf(rounds.server)))
  }
  const first = await ask(refresh)
  for (const path of isNowhere(first) ? likely.filter((other) => other !== refresh) : []) {
    const observed = await ask(path)
    if (!isNowhere(observed)) return observed
  }
  if (isNowhere(first)) learn({ paths: { ...rounds.server.paths, refresh } })
  return first
}

/** Logs a second login out. Resolves with the newest tokens of the first, or `null` where it has ended or must not. */
async function examineLogout(rounds: Rounds, first: TokenPair, resource: Resource | null): Promise<TokenPair | null> {
  const { add, server, mayEndLogins, target } = rounds
  const second = (await logIn(rounds, server))?.tokens ?? null
  if (!second) {
    add(skip('logout', 'a second login brought no tokens'))
    return first
  }
  if (areOne(first, second) && !(await mayEndLogins('Two logins share one token, so that a logout would end both'))) {
    const seen = 'two logins share one token, so that a logout ends both'
    const cure = 'answer yes, or give --yes, where that may be'
    add(skip('logout', seen, cure), skip('reuse', seen, cure))
    return null
  }
  const { path, observed } = await askLogout(rounds, second)
  const backend = backendOf({ ...server, paths: { ...server.paths, logout: path } })
  rounds.learn({ paths: { ...server.paths, logout: isNowhere(observed) ? null : path } })
  const isRevoked = hasRevoked(observed, backend)
  const after = isRevoked ? await renew(rounds, backend, second) : null
  add(judgeLogout({ path, observed, isRevoked, after }))
  const access =
    isRevoked && resource
      ? await get(rounds, resource.path, `${server.scheme} ${second.accessToken}`, 'a resource after the logout')
      : null
  if (isRevoked) add(judgeAfterLogout(access, second.expiresIn ?? lifeOf(second.accessToken)))
  const other = await renew(rounds, backend, first)
  if (isRevoked) add(judgeOthers(other))
  if (target.paths.logoutEverywhere && other.next) return examineEverywhere(rounds, other.next)
  return other.next
}

async function askLogout(rounds: Rounds, tokens: TokenPair): Promise<{ path: string; observed: Observed }> {
  const { caller, target, server } = rounds
  const { logout } = server.paths
  const likely = target.paths.logout ? [] : ['/api/logout/', '/api/auth/logout/']
  const ask = async (path: string) => {
    const backend = backendOf({ ...server, paths: { ...server.paths, logout: path } })
    return {
      path,
      observed: await caller.ask('a logout', (call) => backend.revoke(tokens, { everywhere: false }, call)),
    }
  }
  const first = await ask(logout ?? '/api/logout/')
  for (const path of isNowhere(first.observed) ? likely : []) {
    const asked = await ask(path)
    if (!isNowhere(asked.observed)) return asked
  }
  return first
}

/** With the first login, by a third: whether the first ends with it. */
async function examineEverywhere(rounds: Rounds, first: TokenPair): Promise<TokenPair | null> {
  const { add, server, caller, mayEndLogins } = rounds
  if (!(await mayEndLogins('A logout everywhere ends every login of the test user'))) {
    add(skip('logout.everywhere', 'not tried: it ends every login of the test user', 'answer yes, or give --yes'))
    return first
  }
  const third = (await logIn(rounds, server))?.tokens ?? null
  if (!third) return first
  const backend = backendOf(server)
  const observed = await caller.ask('a logout', (call) => backend.revoke(third, { everywhere: true }, call))
  const other: Renewal | null = hasRevoked(observed, backend) ? await renew(rounds, backend, first) : null
  add(judgeEverywhere(observed, other))
  return other ? other.next : first
}

/** Resolves with the newest tokens of the login, or `null` where it has ended. */
async function examineReuse(rounds: Rounds, tokens: TokenPair, rotates: boolean): Promise<TokenPair | null> {
  const { add, server, mayEndLogins } = rounds
  if (!rotates) {
    add(skip('reuse', 'without rotation there is no spent token'))
    return tokens
  }
  if (!(await mayEndLogins(THEFT))) {
    add(
      skip('reuse', 'not tried: a strict server might end other logins of the test user', 'answer yes, or give --yes'),
    )
    return tokens
  }
  const found = await reuse(rounds, backendOf(server), tokens)
  add(judgeReuse(found))
  return found?.newest ?? null
}

const THEFT =
  'A strict server may take the second use of a refresh token for theft, and end every login of the test user'
