import { jwtDecode } from 'jwt-decode'
import { checkShape } from '../shape'
import type { Answer, AuthBackend, Grant } from './backend'

/** A token as an SDK gives it. */
export interface DelegatedToken {
  readonly accessToken: string
  /** Seconds that it still lives; without it the token's own `exp` counts, where it has one. */
  readonly expiresIn?: number | undefined
  /** Names the user, where the token is no JWT that does. */
  readonly subject?: string | undefined
}

export interface DelegatedOptions<User = unknown> {
  /** Where the API lives: `'https://api.example.com'`, or `''` or a path for the page's own origin. */
  readonly baseUrl: string
  /**
   * Asks the SDK for a token. `forceRefresh: false`: the one that it has will do, as long as it is good. `null`: nobody is
   * logged in, says the SDK, which is final.
   */
  getAccessToken(how: { readonly forceRefresh: boolean }): Promise<string | DelegatedToken | null>
  /** Whether the SDK knows of a login, at the start of a page; without it, sessions begin by `session.login('sdk', {})` alone. */
  isLoggedIn?(): boolean | Promise<boolean>
  /** Ends the login in the SDK, and at the server as far as the SDK does so; without it, it ends here alone. */
  logout?(scope: { readonly everywhere: boolean }): unknown
  /**
   * Whether what `getAccessToken` threw says that only the user can help: log in again, consent. Anything else keeps the session.
   *
   * @default whether `error`, `errorCode` or `code` of it is `login_required`, or another code of its kind
   */
  isFinal?(error: unknown): boolean
  /** Who is logged in; asked when a session begins. */
  user?(): User | Promise<User>
  /** The scheme in the `Authorization` header. @default 'Bearer' */
  readonly scheme?: string | undefined
}

/** Stands in grants for what is the SDK's to keep. */
export const DELEGATED = 'delegated'

/** OpenID Connect Core, section 3.1.2.6, and what a spent grant is. */
const FINAL = [
  'login_required',
  'interaction_required',
  'consent_required',
  'account_selection_required',
  'invalid_grant',
]

/**
 * Leaves login and tokens to the SDK that a team already has: Auth0, MSAL, Firebase, Keycloak, oidc-client-ts, Amplify. Leases,
 * waiting, tabs and timeline come on top.
 *
 * After a login by the SDK call `session.login('sdk', {})`; where the SDK comes back from a redirect, `isLoggedIn` tells.
 *
 * @throws TypeError that names the option.
 */
export function delegated<User = unknown>(options: DelegatedOptions<User>): AuthBackend<{ sdk: object }, User> {
  const check = (name: string, value: unknown, wanted: string, fits?: boolean) =>
    checkShape(`delegated: ${name}`, value, wanted, fits)
  check('options', options, 'an object')
  const { baseUrl, scheme = 'Bearer' } = options
  check('baseUrl', baseUrl, 'a string')
  check('getAccessToken', options.getAccessToken, 'a function')
  for (const name of ['isLoggedIn', 'logout', 'isFinal', 'user'] as const)
    if (options[name] !== undefined) check(name, options[name], 'a function')
  check('scheme', scheme, 'one word', typeof scheme === 'string' && /^[\w!#$%&'*+.^`|~-]+$/.test(scheme))
  let logins = 0

  const ask = async (forceRefresh: boolean): Promise<Answer> => {
    try {
      const given = await options.getAccessToken({ forceRefresh })
      if (!given) return no('login_required')
      const {
        accessToken,
        expiresIn,
        subject = subjectOf(accessToken),
      } = typeof given === 'string' ? { accessToken: given } : given
      const user = forceRefresh ? undefined : await options.user?.()
      return answer(200, { accessToken, refreshToken: DELEGATED, expiresIn, subject, user, cached: !forceRefresh })
    } catch (error) {
      if ((options.isFinal ?? isFinal)(error)) return no('login_required')
      throw error
    }
  }

  return {
    kind: 'delegated',
    baseUrl,
    rotation: 'never',
    tokens: 'opaque',
    methods: ['sdk'],
    final: { renewal: [{ status: 401, codes: ['login_required'] }], accessToken: [] },
    async login() {
      logins++
      const mine = logins
      const answered = await ask(false)
      // One that is overtaken would otherwise log the SDK out, and with it the later login.
      return mine === logins ? answered : no('overtaken')
    },
    async renew({ accessToken, subject }) {
      // The SDK's first token need not be a new one.
      const isFirst = accessToken === DELEGATED
      const answered = await ask(!isFirst)
      if (!isAnothers(answered, subject)) return answered
      // The user has changed in the SDK; or, of a login in another tab, this page's SDK does not know yet.
      if (!isFirst) return no('login_required')
      const forced = await ask(true)
      if (isAnothers(forced, subject)) throw new Error("the SDK's token is another user's")
      return forced
    },
    revoke(_, scope) {
      if (!options.logout) return null
      return Promise.resolve(options.logout(scope)).then(() => answer(200, null))
    },
    grant: ({ body }) => body as Grant,
    async presumed() {
      return (await options.isLoggedIn?.()) ? { accessToken: DELEGATED, refreshToken: DELEGATED } : null
    },
    authorization: (accessToken) => ['Authorization', `${scheme} ${accessToken}`],
    errorCode(body) {
      const { error } = Object(body)
      return typeof error === 'string' ? error : null
    },
  }
}

const answer = (status: number, body: unknown): Answer => ({ status, headers: { get: () => null }, body })

const no = (error: string): Answer => answer(401, { error })

const isAnothers = ({ body }: Answer, subject: string | null = null): boolean => {
  const found = Object(body).subject
  return subject !== null && found !== undefined && found !== subject
}

function subjectOf(token: string): string | undefined {
  try {
    const { sub, user_id } = jwtDecode<{ sub?: string; user_id?: string | number }>(token)
    const subject = sub ?? user_id
    return subject === undefined ? undefined : String(subject)
  } catch {
    return undefined
  }
}

function isFinal(thrown: unknown): boolean {
  const { error, errorCode, code } = Object(thrown)
  return [error, errorCode, code].some((found) => FINAL.includes(found))
}
