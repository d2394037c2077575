import type { TokenPair } from '../../backends/backend'
import { isText } from '../../shape'
import { hasAnswered, type Observed } from '../caller'
import { type Cookie, secretsIn } from '../cookies'
import { type Finding, fail, pass, skip, warn } from '../finding'
import { cureFor, wordsFor } from '../silence'
import { speak } from '../speech'
import type { Rounds } from '../visit'

/** Tokens as a login's body calls them. */
export interface FoundTokens extends TokenPair {
  readonly accessField: string
  readonly refreshField: string | null
  /** s, where the body says so. */
  readonly expiresIn: number | null
}

export interface Login {
  readonly observed: Observed
  /** `null` where the body has none. */
  readonly tokens: FoundTokens | null
  readonly cookies: readonly Cookie[]
}

const ACCESS = ['access', 'access_token', 'accessToken', 'token', 'jwt', 'key', 'auth_token']
const REFRESH = ['refresh', 'refresh_token', 'refreshToken']

/** Logs the test user in, as often as it is called. `null`: nobody gave credentials. */
export async function logIn(rounds: Rounds): Promise<Login | null> {
  const { caller, secrets, target, now } = rounds
  const { paths, fields, ...server } = rounds.server
  const given = await rounds.credentials()
  if (!given) return null
  const { username, password } = given
  const { jar, via = jar.over } = speak({ ...server, paths, fields }, { cookies: [] }, now)
  const observed = await caller.ask(
    'a login',
    (call) =>
      call({
        url: target.baseUrl + paths.login,
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
        body: JSON.stringify({ [fields.username]: username, [fields.password]: password }),
      }),
    via,
  )
  const granted = hasAnswered(observed) && observed.status >= 200 && observed.status < 300
  const tokens = granted ? tokensIn(observed.body) : null
  const cookies = granted ? jar.cookies : []
  secrets.keep(tokens?.accessToken, tokens?.refreshToken, ...secretsIn(cookies))
  return { observed, tokens, cookies }
}

/** The field for the password is that which is called so; the other one is for the name. */
export function credentialFields(fields: readonly string[]) {
  const isPassword = (name: string) => /pass/i.test(name)
  return {
    username: fields.find((name) => !isPassword(name)) ?? 'username',
    password: fields.find(isPassword) ?? 'password',
  }
}

function tokensIn(body: unknown): FoundTokens | null {
  const found: Readonly<Record<string, unknown>> = Object(body)
  const named = (names: readonly string[]) => names.find((name) => isText(found[name]) && found[name] !== '')
  const accessField = named(ACCESS)
  const refreshField = named(REFRESH) ?? null
  if (accessField === undefined) return null
  const { expires_in } = found
  return {
    accessField,
    refreshField,
    accessToken: String(found[accessField]),
    refreshToken: refreshField && String(found[refreshField]),
    expiresIn: typeof expires_in === 'number' ? expires_in : null,
  }
}

export function judgeLogin(login: Login | null, quote: (text: string) => string): Finding {
  if (!login) return skip('login', 'no credentials', 'set DOCTOR_USERNAME and DOCTOR_PASSWORD to those of a test user')
  const { observed, tokens, cookies } = login
  if (!hasAnswered(observed)) return fail('login', wordsFor(observed), cureFor(observed))
  const { status, wantsCsrf } = observed
  if (wantsCsrf)
    return fail(
      'login',
      `${status}, for want of a CSRF token`,
      'let the login view do without, as views that take no cookie can',
    )
  if (status === 429)
    return fail('login', '429, for it was asked too often', 'wait, or raise the throttle for the test user')
  if (status === 400 || status === 401 || status === 403 || status === 422)
    return fail('login', `${status}: the test credentials were refused`, 'check them, and whether the user is active')
  if (status < 200 || status >= 300) return fail('login', `${status}`, 'look at the server’s log')
  if (tokens?.refreshToken) return pass('login', 'it brings an access token and a refresh token')
  if (cookies.some(({ isHttpOnly }) => isHttpOnly))
    return pass(
      'login',
      `it sets ${cookies.map(({ name }) => quote(name)).join(', ')}${tokens ? ', and brings an access token' : ''}`,
    )
  if (tokens) return pass('login', 'it brings an access token, and no refresh token')
  return warn('login', 'it brings no token that can be told as one', 'write a backend of your own')
}
