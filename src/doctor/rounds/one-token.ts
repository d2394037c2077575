import { pass, skip, warn } from '../finding'
import { areOne, type Holding } from '../holding'
import { lifeOf } from '../jwt'
import { isNowhere, judgeTokenLogout } from '../probes/logout'
import { judgeRefreshView, renewGarbage } from '../probes/refresh-view'
import { getAs, isTaken, type Resource } from '../probes/resource'
import { judgeRenewedToken } from '../probes/rotation'
import { speak } from '../speech'
import type { Rounds } from '../visit'
import { begin } from './begin'
import { askLogout } from './logout'
import { seekSuccessor } from './successor'

/** Ends of tokens are whole seconds: a successor that is made in the same one is no later; ms. */
const A_SECOND = 1_100

/** One token and no refresh token: whether a view renews it, and whether anything ends it before its time. */
export async function examineOneToken(rounds: Rounds, held: Holding, resource: Resource | null): Promise<void> {
  const { add } = rounds
  const newest = rounds.server.kind === 'slidingHeader' ? await examineRefreshView(rounds, held) : held
  add(skip('reuse', 'there is no refresh token to see'))
  const good = resource && (await getAs(rounds, resource.path, newest, 'a resource'))
  if (resource && good && isTaken(good)) await seekSuccessor(rounds, resource, newest, good)
  await examineLogout(rounds, newest, resource)
}

/** As djangorestframework-jwt has it. Resolves with the newest token. */
async function examineRefreshView(rounds: Rounds, held: Holding): Promise<Holding> {
  const { add, caller, learn, server, secrets, now } = rounds
  const { speaker } = speak(server, held, now)
  const { refresh } = server.paths
  const garbage = await caller.ask('a refused renewal', renewGarbage(speaker))
  if (isNowhere(garbage)) {
    add(skip('refresh.view', `there is none at ${refresh}`), skip('rotation', 'there is no refresh token to see'))
    return held
  }
  add(judgeRefreshView(garbage, speaker, now()))
  await caller.pause(A_SECOND)
  const observed = await caller.ask('a renewal', (call) => speaker.renew(held, call))
  const { accessToken = held.accessToken } = ('status' in observed && speaker.grant(observed)) || {}
  secrets.keep(accessToken)
  const renewsToken = accessToken !== held.accessToken
  learn({ renewsToken })
  add(judgeRenewedToken(observed, refresh, renewsToken))
  return { ...held, accessToken }
}

/** Logs a second login out, and then the first. */
async function examineLogout(rounds: Rounds, first: Holding, resource: Resource | null): Promise<void> {
  const { add, learn, mayEndLogins } = rounds
  const second = await begin(rounds)
  if (!second) return add(skip('logout', 'a second login brought no token'))
  if (areOne(first, second) && !(await mayEndLogins('Two logins share one token, so that a logout would end both')))
    return add(
      skip(
        'logout',
        'two logins share one token, so that a logout ends both',
        'answer yes, or give --yes, where that may be',
      ),
    )
  const { path, observed, isRevoked } = await askLogout(rounds, second)
  learn({ paths: { ...rounds.server.paths, logout: isRevoked ? path : null } })
  const after = isRevoked && resource ? await getAs(rounds, resource.path, second, 'a resource after the logout') : null
  add(judgeTokenLogout({ path, observed, isRevoked, after, life: lifeOf(second.accessToken) }))
  if (!isRevoked) return
  const other = resource && (await getAs(rounds, resource.path, first, 'a resource'))
  if (other)
    add(
      isTaken(other)
        ? pass('logout.others', 'yes')
        : warn('logout.others', 'no: another login of the same user has ended', 'end the login’s own token alone'),
    )
  await askLogout(rounds, first)
}
