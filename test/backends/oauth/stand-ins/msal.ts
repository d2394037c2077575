import { end, login, refresh } from './login'

interface AccountInfo {
  homeAccountId: string
  username: string
}

interface SilentRequest {
  scopes: string[]
  account?: AccountInfo
  forceRefresh?: boolean
}

export class InteractionRequiredAuthError extends Error {
  readonly errorCode = 'interaction_required'
}

const accounts = (): AccountInfo[] => (login.user === null ? [] : [{ homeAccountId: login.user, username: login.user }])

/** As in @azure/msal-browser 4. */
export class PublicClientApplication {
  static async createPublicClientApplication(_: {
    auth: { clientId: string; authority?: string }
    cache?: { cacheLocation?: string }
  }): Promise<PublicClientApplication> {
    return new PublicClientApplication()
  }
  async handleRedirectPromise(): Promise<null> {
    return null
  }
  getActiveAccount(): AccountInfo | null {
    return null
  }
  getAllAccounts(): AccountInfo[] {
    return accounts()
  }
  async acquireTokenSilent({ forceRefresh = false }: SilentRequest): Promise<{ accessToken: string }> {
    return { accessToken: refresh(forceRefresh) }
  }
  async clearCache(_: { account?: AccountInfo | null } = {}): Promise<void> {
    end()
  }
}

export const refuse = () => {
  throw new InteractionRequiredAuthError('interaction_required')
}
