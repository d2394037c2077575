import { end, login, refresh } from './login'

interface Auth0ClientOptions {
  domain: string
  clientId: string
  cacheLocation?: 'memory' | 'localstorage'
  useRefreshTokens?: boolean
}

/** As in @auth0/auth0-spa-js 2. */
export const createAuth0Client = async (_: Auth0ClientOptions) => ({
  getTokenSilently: async ({ cacheMode = 'on' }: { cacheMode?: 'on' | 'off' | 'cache-only' } = {}): Promise<string> =>
    refresh(cacheMode === 'off'),
  isAuthenticated: async () => login.user !== null,
  getUser: async (): Promise<{ sub?: string; name?: string } | undefined> =>
    login.user === null ? undefined : { sub: login.user },
  async logout(_: { openUrl?: false }): Promise<void> {
    end()
  },
})

export const refuse = () => {
  throw Object.assign(new Error('Missing Refresh Token'), { error: 'missing_refresh_token' })
}
