import { end, login, refresh } from './login'

/** As in keycloak-js 26: it forgets the login where the server refuses the refresh token. */
export default class Keycloak {
  token?: string
  tokenParsed?: { sub?: string }
  readonly config: object
  constructor(config: { url: string; realm: string; clientId: string }) {
    this.config = config
  }
  get authenticated(): boolean {
    return login.user !== null
  }
  async init(_: { onLoad?: 'check-sso' | 'login-required' }): Promise<boolean> {
    return this.authenticated
  }
  async updateToken(minValidity?: number): Promise<boolean> {
    this.token = refresh(minValidity === -1)
    return true
  }
  async logout(): Promise<void> {
    end()
  }
}

export const refuse = () => {
  end()
  throw new Error('Failed to refresh token')
}
