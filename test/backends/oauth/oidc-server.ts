import type { IncomingMessage, ServerResponse } from 'node:http'
import { type FindAccount, Provider } from 'oidc-provider'
import { ada, SECRET } from './accounts'
import { registerPasswordGrant } from './password-grant'
import { openPlace } from './place'
import { createShelf } from './shelf'

export interface OidcServerOptions {
  /** s */
  readonly accessLifetime?: number
  /** s */
  readonly refreshLifetime?: number
  /** Where logins lead back to. */
  readonly redirectUri?: string
}

export const REDIRECT_URI = 'https://app.example.com/back'

/** oidc-provider in memory: it rotates, and a second use of a refresh token ends the whole grant. */
export async function openOidcServer(options: OidcServerOptions = {}) {
  const { accessLifetime = 300, refreshLifetime = 3_600, redirectUri = REDIRECT_URI } = options
  const shelf = createShelf()
  const paths: string[] = []
  let isActive = true
  let answer: (request: IncomingMessage, response: ServerResponse) => unknown = () => {}

  const findAccount: FindAccount = (_, accountId) =>
    isActive ? { accountId, claims: async () => ({ sub: accountId, name: `${accountId} of the test` }) } : undefined

  const place = await openPlace(() => (request, response) => void answer(request, response))
  const grantTypes = ['authorization_code', 'refresh_token', 'password']
  const shared = { grant_types: grantTypes, redirect_uris: [redirectUri], response_types: ['code' as const] }
  const provider: Provider = new Provider(place.url, {
    adapter: shelf.adapter,
    clients: [
      { ...shared, client_id: 'public', token_endpoint_auth_method: 'none' },
      { ...shared, client_id: 'confidential', client_secret: SECRET },
      { ...shared, client_id: 'posting', client_secret: SECRET, token_endpoint_auth_method: 'client_secret_post' },
      // Of a native app every port on loopback is the same address.
      {
        ...shared,
        client_id: 'app',
        application_type: 'native',
        redirect_uris: ['http://127.0.0.1/'],
        token_endpoint_auth_method: 'none',
      },
      { ...shared, client_id: 'no-refresh', token_endpoint_auth_method: 'none', grant_types: ['password'] },
    ],
    cookies: { keys: ['a key of the test'] },
    claims: { openid: ['sub'], profile: ['name'] },
    clientBasedCORS: () => true,
    conformIdTokenClaims: false,
    features: { devInteractions: { enabled: false }, revocation: { enabled: true } },
    findAccount,
    interactions: { url: () => '/log-in' },
    issueRefreshToken: async (_, client) => client.grantTypeAllowed('refresh_token'),
    async loadExistingGrant({ oidc }) {
      const grant = new provider.Grant({
        accountId: oidc.session?.accountId as string,
        clientId: oidc.client?.clientId as string,
      })
      grant.addOIDCScope('openid profile offline_access')
      await grant.save()
      return grant
    },
    rotateRefreshToken: true,
    ttl: { AccessToken: accessLifetime, RefreshToken: refreshLifetime, IdToken: accessLifetime, Grant: 86_400 },
  })
  registerPasswordGrant(provider, findAccount, ada)
  const oidc = provider.callback()

  /** A resource: who has a good token is told who they are. */
  const tellWho = async (request: IncomingMessage, response: ServerResponse) => {
    response.setHeader('access-control-allow-origin', '*')
    response.setHeader('access-control-allow-headers', 'authorization')
    if (request.method === 'OPTIONS') return response.writeHead(204).end()
    const token = await provider.AccessToken.find(request.headers.authorization?.replace('Bearer ', '') ?? '')
    if (!token?.isValid || !isActive)
      return response.writeHead(401, { 'www-authenticate': 'Bearer error="invalid_token"' }).end()
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ sub: token.accountId }))
  }
  /** Whoever comes is ada, and agrees. */
  const logIn = async (request: IncomingMessage, response: ServerResponse) => {
    const { prompt } = await provider.interactionDetails(request, response)
    const isLogin = prompt.name === 'login'
    await provider.interactionFinished(
      request,
      response,
      isLogin ? { login: { accountId: ada.username } } : { consent: {} },
    )
  }

  answer = (request, response) => {
    const path = (request.url ?? '').split('?', 1)[0] as string
    if (request.method !== 'OPTIONS') paths.push(path)
    if (path === '/api/me') return tellWho(request, response)
    return path === '/log-in' ? logIn(request, response) : oidc(request, response)
  }

  return {
    url: place.url,
    resource: `${place.url}/api/me`,
    /** How often that path was asked for. */
    count: (path: string) => paths.filter((asked) => asked === path).length,
    /** How many tokens of that kind are alive. */
    alive: shelf.count,
    refuseAccessTokens: () => shelf.clear('AccessToken'),
    endLogins: () => shelf.clear('AccessToken', 'RefreshToken', 'Grant', 'Session'),
    deactivate() {
      isActive = false
    },
    restart: place.restart,
    close: place.close,
  }
}

export type OidcServer = Awaited<ReturnType<typeof openOidcServer>>
