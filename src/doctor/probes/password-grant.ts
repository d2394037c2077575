import { hasAnswered, type Observed } from '../caller'
import { type Finding, fail, pass, skip } from '../finding'
import type { Holding } from '../holding'
import { oauthSpeaker, postForm } from '../oauth-speaker'
import { cureFor, wordsFor } from '../silence'
import type { Rounds } from '../visit'

/** A login by RFC 6749, section 4.3: for test users alone. `null`: nobody gave credentials. */
export async function grantByPassword(rounds: Rounds): Promise<{ observed: Observed; held: Holding | null } | null> {
  const { caller, secrets, server } = rounds
  const { oauth } = server
  const given = oauth && (await rounds.credentials())
  if (!given) return null
  const { clientId, scope, tokenEndpoint } = oauth
  const form = { grant_type: 'password', client_id: clientId ?? '', ...given, ...(scope !== null && { scope }) }
  const observed = await caller.ask('a login', (call) => postForm(call, tokenEndpoint, form))
  const isGood = hasAnswered(observed) && observed.status >= 200 && observed.status < 300
  const grant = isGood ? oauthSpeaker(oauth).grant(observed) : undefined
  if (!grant) return { observed, held: null }
  const { accessToken, refreshToken = null, expiresIn = null } = grant
  secrets.keep(accessToken, refreshToken)
  return { observed, held: { accessToken, refreshToken, expiresIn, cookies: [] } }
}

/** What only a user at the login page of such a server could start. */
export const judgeOauthLogin = (): Finding =>
  skip(
    'login',
    'logins of an OAuth server go through its own pages',
    'log a test user in with the client that you use, and give the refresh token in DOCTOR_REFRESH_TOKEN',
  )

export function judgeGrant({
  observed,
  held,
}: {
  readonly observed: Observed
  readonly held: Holding | null
}): Finding {
  const id = 'login'
  if (!hasAnswered(observed)) return fail(id, wordsFor(observed), cureFor(observed))
  const { error } = Object(observed.body)
  if (held?.refreshToken) return pass(id, 'the password grant brings an access token and a refresh token')
  if (held)
    return fail(
      id,
      'the password grant brings no refresh token',
      'allow the client the grant refresh_token, or the session ends with its first access token',
    )
  if (error === 'invalid_grant')
    return fail(
      id,
      `${observed.status}: the test credentials were refused`,
      'check them, and whether the user is active',
    )
  if (error === 'unsupported_grant_type' || error === 'unauthorized_client') return judgeOauthLogin()
  return fail(id, `${observed.status}`, 'look at the server’s log')
}
