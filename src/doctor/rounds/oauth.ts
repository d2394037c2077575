import { hasAnswered } from '../caller'
import { fail, pass, skip } from '../finding'
import { judgeMetadata, judgeOauthLogin, type Metadata } from '../probes/metadata'
import { cureFor, wordsFor } from '../silence'
import type { Rounds } from '../visit'

/** An OAuth server: its users log in at its own pages, so that no credentials are sent. */
export async function examineOauth(rounds: Rounds, metadata: Metadata): Promise<void> {
  const { target, secrets, add, learn } = rounds
  learn({ kind: 'oauth2', oauth: { issuer: secrets.quote(metadata.issuer), clientId: target.clientId } })
  add(
    ...judgeMetadata(metadata, target.baseUrl, secrets.quote),
    judgeOauthLogin(),
    await judgedClient(rounds, metadata),
  )
}

/** A renewal with a refresh token that is none tells whether the client is known (RFC 6749, section 5.2). */
async function judgedClient({ caller, target: { clientId } }: Rounds, { tokenEndpoint }: Metadata) {
  const id = 'refresh.view'
  if (clientId === null) return skip(id, 'no client was named', 'name it by --client-id')
  const body = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: 'doctor', client_id: clientId })
  const headers = { 'Content-Type': 'application/x-www-form-urlencoded', Accept: 'application/json' }
  const observed = await caller.ask('a refused renewal', (call) =>
    call({ url: tokenEndpoint, method: 'POST', headers, body: String(body) }),
  )
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
