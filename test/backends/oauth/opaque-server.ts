import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import OAuth2Server from '@node-oauth/oauth2-server'
import { ada, SECRET } from './accounts'
import { openPlace } from './place'

interface Terms {
  /** s */
  readonly accessLifetime?: number
  /** s */
  readonly refreshLifetime?: number
}

/** @node-oauth/oauth2-server: opaque tokens, no metadata; a refresh token that is used again is refused, and its family lives on. */
export async function openOpaqueServer({ accessLifetime = 300, refreshLifetime = 3_600 }: Terms = {}) {
  const access = new Map<string, OAuth2Server.Token>()
  const refresh = new Map<string, OAuth2Server.RefreshToken>()
  const paths: string[] = []
  let isActive = true
  const grants = ['password', 'refresh_token']
  const secrets: Readonly<Record<string, string>> = { public: '', confidential: SECRET, posting: SECRET }

  const model: OAuth2Server.PasswordModel & OAuth2Server.RefreshTokenModel = {
    async getClient(id, secret) {
      const known = secrets[id]
      return known !== undefined && known === (secret ?? '') ? { id, grants } : null
    },
    getUser: async (username, password) =>
      isActive && username === ada.username && password === ada.password ? { id: username } : null,
    generateAccessToken: async () => randomUUID(),
    generateRefreshToken: async () => randomUUID(),
    async saveToken(token, client, user) {
      const saved = { ...token, client, user }
      access.set(saved.accessToken, saved)
      if (saved.refreshToken) refresh.set(saved.refreshToken, { ...saved, refreshToken: saved.refreshToken })
      return saved
    },
    getAccessToken: async (token) => access.get(token),
    getRefreshToken: async (token) => (isActive ? refresh.get(token) : null),
    revokeToken: async ({ refreshToken }) => refresh.delete(refreshToken),
  }
  const server = new OAuth2Server({
    model,
    accessTokenLifetime: accessLifetime,
    refreshTokenLifetime: refreshLifetime,
    alwaysIssueNewRefreshToken: true,
    requireClientAuthentication: { password: false, refresh_token: false },
  })

  const read = async (request: IncomingMessage) => {
    let text = ''
    for await (const chunk of request) text += chunk
    return Object.fromEntries(new URLSearchParams(text))
  }
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const { method = '' } = request
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
    const path = (request.url ?? '').split('?', 1)[0] as string
    paths.push(path)
    const body = await read(request)
    const asked = new OAuth2Server.Request({ method, headers, query: {}, body })
    const answered = new OAuth2Server.Response({ headers: {} })
    const send = (status: number, value: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json', ...answered.headers }).end(JSON.stringify(value))
    try {
      if (path === '/revoke') {
        const token = String(body['token'])
        access.delete(token)
        refresh.delete(token)
        return send(200, {})
      }
      if (path === '/token') {
        await server.token(asked, answered)
        return send(answered.status ?? 200, answered.body)
      }
      const { user } = await server.authenticate(asked, answered)
      return isActive ? send(200, { sub: user['id'], name: `${user['id']} of the test` }) : send(401, {})
    } catch (error) {
      const { code = 500, name, message } = error as { code?: number; name: string; message: string }
      return send(code, { error: name, error_description: message })
    }
  }
  const place = await openPlace(() => (request, response) => void answer(request, response))

  return {
    url: place.url,
    resource: `${place.url}/me`,
    endpoints: { token: `${place.url}/token`, revocation: `${place.url}/revoke`, userinfo: `${place.url}/me` },
    count: (path: string) => paths.filter((asked) => asked === path).length,
    /** How many tokens of that kind are alive. */
    alive: (kind: 'AccessToken' | 'RefreshToken') => (kind === 'AccessToken' ? access : refresh).size,
    refuseAccessTokens: () => access.clear(),
    endLogins() {
      access.clear()
      refresh.clear()
    },
    deactivate() {
      isActive = false
    },
    restart: place.restart,
    close: place.close,
  }
}
