import type { SimulatedTime } from 'xstate-auth-session/testing'
import { createFakeTokens } from '../../../src/testing/fake-tokens'

/** What SDKs throw when only the user can help. */
class LoginRequired extends Error {
  readonly error = 'login_required'
}

/** Where the SDKs of all tabs log in: who has a login there gets tokens. */
export function createIdentityProvider(time: SimulatedTime, accessLifetime = 300) {
  const tokens = createFakeTokens({ accessLifetime, now: time.now })
  const idp = {
    user: null as string | null,
    isUp: true,
    tokens,
    /** Answers 200 to a good token, as an API does that believes in these. */
    async fetch(_: RequestInfo | URL, init?: RequestInit): Promise<Response> {
      const token = tokens.read(new Headers(init?.headers).get('authorization')?.replace('Bearer ', '') ?? '')
      return new Response(null, { status: token && tokens.isGood(token) ? 200 : 401 })
    },
  }
  return idp
}

export type IdentityProvider = ReturnType<typeof createIdentityProvider>

/** The SDK of one page: it has a token for as long as its user is logged in, and tells what it was asked for. */
export function createFakeSdk(idp: IdentityProvider) {
  let token: string | null = null
  const asked: string[] = []
  const sdk = {
    asked,
    /** Whom it still has tokens of, whoever is logged in by now. */
    speaksFor: null as string | null,
    /** In the place of what a forced refresh does. */
    instead: null as (() => null) | null,
    async getAccessToken({ forceRefresh }: { forceRefresh: boolean }) {
      asked.push(forceRefresh ? 'forced' : 'unforced')
      if (forceRefresh && sdk.instead) return sdk.instead()
      if (!idp.isUp) throw new TypeError('Failed to fetch')
      if (idp.user === null) throw new LoginRequired('Login required')
      const user = sdk.speaksFor ?? idp.user
      const isStale = token === null || idp.tokens.read(token)?.user !== user
      if (forceRefresh || isStale) token = idp.tokens.make('access', user)
      return token
    },
    isLoggedIn: () => idp.user !== null,
    logout({ everywhere }: { everywhere: boolean }) {
      asked.push(everywhere ? 'logout everywhere' : 'logout')
      idp.user = null
      token = null
    },
    user: () => ({ name: idp.user }),
  }
  return sdk
}
