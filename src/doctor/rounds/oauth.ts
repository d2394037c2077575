import { hasAnswered } from '../caller'
import { fail, pass, skip } from '../finding'
import type { Holding } from '../holding'
import { postForm } from '../oauth-speaker'
import { judgePreflights, preflight } from '../probes/cors'
import { judgeAccessLife, judgeRefreshLife } from '../probes/lifetime'
import { type Authorization, judgeMetadata, judgeNoMetadata, speaksForItself } from '../probes/metadata'
import { grantByPassword, judgeGrant, judgeOauthLogin } from '../probes/password-grant'
import { cureFor, wordsFor } from '../silence'
import type { Rounds } from '../visit'
import { examineOwnLogout } from './logout'
import { examineEnds, examineReuse, examineRotation } from './renewals'
import { examineResource } from './resource'

/** An OAuth server. Its users log in at its own pages: what renews comes from there, or by the password grant of legacy servers. */
export async function examineOauth(rounds: Rounds, { metadata, oauth }: Authorization): Promise<void> {
  const { target, add, learn, secrets } = rounds
  learn({ kind: 'oauth2', oauth })
  if (metadata) add(...judgeMetadata(metadata, target.baseUrl, secrets.quote))
  else add(judgeNoMetadata(oauth, secrets.quote))
  add(await judgedClient(rounds))
  // What calls itself another is told no secret.
  if (metadata && !speaksForItself(metadata, target.baseUrl)) return void add(judgeOauthLogin())
  const given = await rounds.refreshToken()
  const held = given === null ? await begin(rounds, metadata?.grants ?? null) : await takeOver(rounds, given)
  if (!held) return
  add(judgeAccessLife(held), judgeRefreshLife(held))
  const resource = target.paths.resource ? await examineResource(rounds, held) : null
  // What goes to the token endpoint is a form, for which browsers ask nothing beforehand.
  if (resource && target.origin !== null)
    add(judgePreflights([await preflight(rounds, resource.path, 'GET', 'authorization')], target.origin))
  if (!resource) add(skip('resource', 'none was named', 'name one of the API by --resource https://api.example.com/me'))
  if (held.refreshToken === null) {
    for (const id of ['rotation', 'logout', 'reuse'] as const) add(skip(id, 'there is no refresh token to see'))
    return
  }
  if (given === null) {
    const next = await examineRotation(rounds, held)
    if (next) await examineEnds(rounds, next, resource)
    return
  }
  const left = await examineReuse(rounds, held, rounds.server.rotates === true)
  if (!left) add(skip('logout', 'the login that was given has ended before'))
  else if (oauth.revocationEndpoint === null) add(skip('logout', 'there is no revocation endpoint'))
  else await examineOwnLogout(rounds, left, resource)
}

/** A login by the password grant, where there may be one. */
async function begin(rounds: Rounds, grants: readonly string[] | null): Promise<Holding | null> {
  const isThere = grants === null ? rounds.server.oauth?.issuer === null : grants.includes('password')
  const granted = isThere && rounds.server.oauth?.clientId ? await grantByPassword(rounds) : null
  rounds.add(granted ? judgeGrant(granted) : judgeOauthLogin())
  return granted?.held ?? null
}

/** The login of a refresh token that somebody gave; its first renewal tells of rotation. */
async function takeOver(rounds: Rounds, refreshToken: string): Promise<Holding | null> {
  const { add, mayEndLogins } = rounds
  if (!(await mayEndLogins('The refresh token that was given is spent, and its login is revoked at the end'))) {
    add(skip('login', 'a refresh token was given, and is not spent without a yes', 'answer yes, or give --yes'))
    return null
  }
  add(pass('login', 'a refresh token was given'))
  return examineRotation(rounds, { accessToken: '', refreshToken, expiresIn: null, cookies: [] })
}

/** A renewal with a refresh token that is none tells whether the client is known (RFC 6749, section 5.2). */
async function judgedClient({ caller, server: { oauth } }: Rounds) {
  const id = 'refresh.view'
  if (!oauth?.clientId) return skip(id, 'no client was named', 'name it by --client-id')
  const form = { grant_type: 'refresh_token', refresh_token: 'doctor', client_id: oauth.clientId }
  const observed = await caller.ask('a refused renewal', (call) => postForm(call, oauth.tokenEndpoint, form))
  if (!hasAnswered(observed)) return fail(id, wordsFor(observed), cureFor(observed))
  const { error } = Object(observed.body) as { error?: unknown }
  if (error === 'invalid_grant') return pass(id, `${observed.status} invalid_grant`)
  if (error === 'invalid_client')
    return fail(
      id,
      'the client is unknown, or has to prove itself',
      'register it as a public client, or name the right one',
    )
  if (error === 'unauthorized_client') return fail(id, 'the client may not renew', 'allow it the grant refresh_token')
  return fail(id, `${observed.status}, without invalid_grant`, 'answer as RFC 6749, section 5.2, says')
}
