import type { Observed } from '../caller'
import { skip } from '../finding'
import { areOne, type Holding } from '../holding'
import { lifeOf } from '../jwt'
import { forge, isTaken, judgeForgery } from '../probes/csrf'
import { hasRevoked, isNowhere, judgeAfterLogout, judgeEverywhere, judgeLogout, judgeOthers } from '../probes/logout'
import { getAs, type Resource } from '../probes/resource'
import { type Renewal, renew } from '../probes/rotation'
import { speak } from '../speech'
import type { Rounds } from '../visit'
import { begin } from './begin'

/** Logs a second login out. Resolves with what is left of the first, or `null` where it has ended or must not. */
export async function examineLogout(
  rounds: Rounds,
  first: Holding,
  resource: Resource | null,
): Promise<Holding | null> {
  const { add, mayEndLogins, target, server } = rounds
  if (server.oauth?.revocationEndpoint === null) {
    add(skip('logout', 'there is no revocation endpoint'))
    return first
  }
  const second = await begin(rounds)
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
  const ended = server.kind === 'cookieSession' ? await forgeLogout(rounds, second) : second
  if (ended) await examineOwnLogout(rounds, ended, resource)
  const other = await renew(rounds, first)
  add(judgeOthers(other))
  if (target.paths.logoutEverywhere && other.next) return examineEverywhere(rounds, other.next)
  return other.next
}

/** Ends a login and looks at what is left of it: of the refresh token, and of the access token. */
export async function examineOwnLogout(rounds: Rounds, held: Holding, resource: Resource | null): Promise<void> {
  const { add, learn, server } = rounds
  const { path, observed, isRevoked } = await askLogout(rounds, held)
  if (server.kind !== 'oauth2') learn({ paths: { ...server.paths, logout: isNowhere(observed) ? null : path } })
  const after = isRevoked ? await renew(rounds, held) : null
  add(judgeLogout({ path, observed, isRevoked, after, kind: server.kind }))
  if (!isRevoked) return
  const access = resource ? await getAs(rounds, resource.path, held, 'a resource after the logout') : null
  add(judgeAfterLogout(access, held.expiresIn ?? lifeOf(held.accessToken)))
}

/** Whether another site can log a login out. Resolves with what is left of it. */
async function forgeLogout(rounds: Rounds, held: Holding): Promise<Holding | null> {
  const { add, server } = rounds
  const { forgery } = await forge(rounds, server.paths.logout ?? '/api/logout/', held)
  if (isNowhere(forgery.observed)) return held
  if (!isTaken(forgery)) {
    add(judgeForgery('csrf.logout', forgery, 'ends the login'))
    return held
  }
  const after = await renew(rounds, held)
  add(judgeForgery('csrf.logout', forgery, after.next ? null : 'ends the login'))
  return after.next ?? begin(rounds)
}

/** Asks at the likely paths until there is a view. */
export async function askLogout(rounds: Rounds, held: Holding) {
  const { target, server } = rounds
  const { logout } = server.paths
  if (server.kind === 'oauth2') return askLogoutAt(rounds, held, server.oauth?.revocationEndpoint ?? '')
  const first = await askLogoutAt(rounds, held, logout ?? '/api/logout/')
  const likely = target.paths.logout ? [] : ['/api/logout/', '/api/auth/logout/']
  for (const path of isNowhere(first.observed) ? likely.filter((other) => other !== first.path) : []) {
    const asked = await askLogoutAt(rounds, held, path)
    if (!isNowhere(asked.observed)) return asked
  }
  return first
}

async function askLogoutAt({ caller, server, now, secrets }: Rounds, held: Holding, path: string) {
  const kind = server.kind ?? (held.refreshToken === null ? 'slidingHeader' : null)
  const { speaker, via } = speak({ ...server, kind, paths: { ...server.paths, logout: path } }, held, now)
  const observed = await caller.ask('a logout', (call) => speaker.revoke(held, { everywhere: false }, call), via)
  return { path: kind === 'oauth2' ? secrets.quote(path) : path, observed, isRevoked: hasRevoked(observed, speaker) }
}

/** With the first login, by a third: whether the first ends with it. */
async function examineEverywhere(rounds: Rounds, first: Holding): Promise<Holding | null> {
  const { add, server, caller, mayEndLogins, now } = rounds
  if (!(await mayEndLogins('A logout everywhere ends every login of the test user'))) {
    add(skip('logout.everywhere', 'not tried: it ends every login of the test user', 'answer yes, or give --yes'))
    return first
  }
  const third = await begin(rounds)
  if (!third) return first
  const { speaker, via } = speak(server, third, now)
  const observed: Observed = await caller.ask(
    'a logout',
    (call) => speaker.revoke(third, { everywhere: true }, call),
    via,
  )
  const other: Renewal | null = hasRevoked(observed, speaker) ? await renew(rounds, first) : null
  add(judgeEverywhere(observed, other))
  return other ? other.next : first
}
