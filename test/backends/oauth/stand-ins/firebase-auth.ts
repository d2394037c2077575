import { end, login, refresh } from './login'

interface User {
  uid: string
  displayName: string | null
  getIdToken(forceRefresh?: boolean): Promise<string>
}

interface Auth {
  readonly currentUser: User | null
  authStateReady(): Promise<void>
}

let isReady = false

/** As in firebase 12: who is logged in is known only when it says so. */
export const getAuth = (_: object): Auth => ({
  get currentUser() {
    if (!isReady || login.user === null) return null
    return { uid: login.user, displayName: null, getIdToken: async (force = false) => refresh(force) }
  },
  async authStateReady() {
    isReady = true
  },
})

export async function signOut(_: Auth): Promise<void> {
  end()
}

export const refuse = () => {
  throw Object.assign(new Error('the user is disabled'), { code: 'auth/user-disabled' })
}
