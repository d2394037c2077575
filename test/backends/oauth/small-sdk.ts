import { ada } from './accounts'

/** What an SDK keeps. */
interface Kept {
  accessToken: string
  refreshToken: string
  /** ms since the epoch */
  until: number
}

/** An SDK as a team may have one: it logs in, keeps the tokens to itself and refreshes them when it is told to. */
export function createSmallSdk(url: string, network: typeof globalThis.fetch, known: Kept | null = null) {
  let kept = known
  const post = (path: string, body: Record<string, string>) =>
    network(url + path, { method: 'POST', body: new URLSearchParams({ client_id: 'public', ...body }) })
  const ask = async (body: Record<string, string>) => {
    const response = await post('/token', body)
    const { access_token: accessToken, refresh_token: refreshToken, expires_in, error } = await response.json()
    if (!response.ok) throw Object.assign(new Error('the token endpoint refused'), { error })
    kept = { accessToken, refreshToken, until: Date.now() + expires_in * 1_000 }
  }
  return {
    logIn: () => ask({ grant_type: 'password', ...ada, scope: 'openid offline_access' }),
    isLoggedIn: () => kept !== null,
    async getAccessToken({ forceRefresh }: { forceRefresh: boolean }) {
      const left = () => ((kept?.until ?? 0) - Date.now()) / 1_000
      if (kept && (forceRefresh || left() <= 0))
        await ask({ grant_type: 'refresh_token', refresh_token: kept.refreshToken })
      return kept && { accessToken: kept.accessToken, expiresIn: left() }
    },
    async logout() {
      const token = kept?.refreshToken
      kept = null
      if (token) await post('/token/revocation', { token })
    },
    /** The same on another device. */
    twin: (other: typeof globalThis.fetch) => createSmallSdk(url, other, kept && { ...kept }),
  }
}
