import { UserManager, WebStorageStateStore } from 'oidc-client-ts'
import { createAuthSession } from 'xstate-auth-session'
import { delegated, withoutTokens } from 'xstate-auth-session/backends'
import { indexedDbStorage } from 'xstate-auth-session/indexeddb'

export const manager = new UserManager({
  authority: 'https://login.example.com',
  client_id: 'app',
  redirect_uri: `${location.origin}/`,
  userStore: new WebStorageStateStore({ store: localStorage }),
  automaticSilentRenew: false,
})

export const session = createAuthSession({
  backend: delegated({
    baseUrl: 'https://api.example.com',
    async getAccessToken({ forceRefresh }) {
      const known = await manager.getUser()
      const user = forceRefresh || known?.expired ? await manager.signinSilent() : known
      return user && { accessToken: user.access_token, expiresIn: user.expires_in, subject: user.profile.sub }
    },
    isLoggedIn: async () => (await manager.getUser()) !== null,
    async logout() {
      try {
        await manager.revokeTokens()
      } finally {
        await manager.removeUser()
      }
    },
    user: async () => (await manager.getUser())?.profile,
  }),
  storage: withoutTokens(indexedDbStorage()),
})

if (new URLSearchParams(location.search).has('code')) {
  await manager.signinRedirectCallback()
  history.replaceState(null, '', location.pathname)
}
await session.start()
