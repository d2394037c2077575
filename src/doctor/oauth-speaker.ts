import type { Call } from '../backends/backend'
import { isText } from '../shape'
import type { KnownOauth } from './server'
import type { Speaker } from './speaker'

/** A public client of RFC 6749 and RFC 7009. */
export function oauthSpeaker({ clientId, tokenEndpoint, revocationEndpoint }: KnownOauth): Speaker {
  const ask = (call: Call, url: string, form: Readonly<Record<string, string>>) =>
    postForm(call, url, { ...form, client_id: clientId ?? '' })
  return {
    final: { renewal: [400, 401, 403].map((status) => ({ status, codes: ['invalid_grant'] })), accessToken: [] },
    renew: ({ refreshToken }, call) =>
      ask(call, tokenEndpoint, { grant_type: 'refresh_token', refresh_token: refreshToken ?? '' }),
    revoke({ refreshToken, accessToken }, _, call) {
      if (revocationEndpoint === null) return null
      const hint = refreshToken === null ? 'access_token' : 'refresh_token'
      return ask(call, revocationEndpoint, { token: refreshToken ?? accessToken, token_type_hint: hint })
    },
    grant({ body }) {
      const { access_token: accessToken, refresh_token: refreshToken, expires_in: expiresIn } = Object(body)
      if (!isText(accessToken) || accessToken === '') return undefined
      return {
        accessToken,
        ...(isText(refreshToken) && { refreshToken }),
        ...(typeof expiresIn === 'number' && { expiresIn }),
      }
    },
    errorCode(body) {
      const { error } = Object(body)
      return isText(error) ? error : null
    },
  }
}

export const postForm = (call: Call, url: string, form: Readonly<Record<string, string>>) =>
  call({
    url,
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', Accept: 'application/json' },
    body: String(new URLSearchParams(form)),
  })
