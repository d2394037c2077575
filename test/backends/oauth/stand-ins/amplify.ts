import { end, login, refresh } from './login'

interface AuthSession {
  tokens?: { accessToken: { toString(): string } }
}

/** As in aws-amplify 6: where the server refuses, it forgets the tokens and says so by having none. */
export async function fetchAuthSession({ forceRefresh = false } = {}): Promise<AuthSession> {
  try {
    return login.user === null ? {} : { tokens: { accessToken: refresh(forceRefresh) } }
  } catch (error) {
    if ((error as Error).name !== 'NotAuthorizedException') throw error
    return {}
  }
}

export const getCurrentUser = async (): Promise<{ username: string; userId: string }> => ({
  username: login.user ?? '',
  userId: login.user ?? '',
})

export async function signOut(_: { global?: boolean } = {}): Promise<void> {
  end()
}

export const refuse = () => {
  throw Object.assign(new Error('Refresh Token has been revoked'), { name: 'NotAuthorizedException' })
}
