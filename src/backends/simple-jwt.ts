import { checkShape, isText } from '../shape'
import type { AuthBackend, Call, Grant } from './backend'
import type { LoginsOf, PasswordCredentials } from './logins'
import { checkPath } from './path'

export interface SimpleJwtOptions<
  Paths extends Record<string, string> = Record<never, never>,
  Password extends object = PasswordCredentials,
> {
  /** Where the API lives: `'https://api.example.com'`, or `''` or a path for the page's own origin. */
  readonly baseUrl: string
  readonly paths?:
    | {
        /** Default `/api/token/` */
        readonly login?: string | undefined
        /** Default `/api/token/refresh/` */
        readonly refresh?: string | undefined
        /** Revokes the refresh token: the blacklist view, or a logout view of yours that takes `{ refresh }` with the bearer. Default `/api/token/blacklist/`; `null` where there is none. */
        readonly logout?: string | null | undefined
        /** Revokes every session of the user, with the bearer; none by default. */
        readonly logoutEverywhere?: string | undefined
        /** Default `/api/token/verify/` */
        readonly verify?: string | undefined
      }
    | undefined
  /** The names of the body's fields. Default `access`, `refresh` and `user`. */
  readonly fields?:
    | {
        readonly access?: string | undefined
        readonly refresh?: string | undefined
        readonly user?: string | undefined
      }
    | undefined
  /** The scheme in the `Authorization` header. Default `Bearer`. */
  readonly scheme?: string | undefined
  /** Default `'optional'`: with `ROTATE_REFRESH_TOKENS` or without. */
  readonly rotation?: 'always' | 'optional' | 'never' | undefined
  /** Further logins that answer the same shape: `{ google: '/api/social/google/' }`. */
  readonly logins?: Paths | undefined
  /** A response header in which an answer may bring a successor of the access token, such as `Refresh-Token`. */
  readonly successorHeader?: string | undefined
  /** Which responses refuse the token, where status 401 isn't the whole story (a 403 or 400 view). */
  readonly unauthorized?: AuthBackend['unauthorized'] | undefined
  /** Takes the place of {@link PasswordCredentials}; only its type counts. */
  readonly password?: Password | undefined
}

/**
 * Django REST framework with simplejwt, with rotation and blacklist or without.
 *
 * @throws TypeError that names the option.
 * @see https://django-rest-framework-simplejwt.readthedocs.io
 */
export function simpleJwt<
  const Paths extends Record<string, string> = Record<never, never>,
  Password extends object = PasswordCredentials,
>(options: SimpleJwtOptions<Paths, Password>): AuthBackend<LoginsOf<NoInfer<Paths>, NoInfer<Password>>> {
  const { baseUrl, scheme = 'Bearer', rotation = 'optional', successorHeader, unauthorized } = options ?? {}
  const { paths = {}, fields = {}, logins: more = {} } = options ?? {}
  const check = (name: string, value: unknown, wanted: string, fits?: boolean) =>
    checkShape(`simpleJwt: ${name}`, value, wanted, fits)
  check('baseUrl', baseUrl, 'a string')
  for (const [name, value] of Object.entries({ paths, fields, logins: more })) check(name, value, 'an object')
  const { login = '/api/token/', refresh = '/api/token/refresh/', logout = '/api/token/blacklist/' } = paths
  const { verify = '/api/token/verify/', logoutEverywhere = '' } = paths
  const { access: accessField = 'access', refresh: refreshField = 'refresh', user: userField = 'user' } = fields
  const logins: Record<string, string> = { password: login, ...more }
  const given = { paths: { login, refresh, logout: logout ?? '', logoutEverywhere, verify }, logins }
  for (const [group, values] of Object.entries(given))
    for (const [name, value] of Object.entries(values)) checkPath(`simpleJwt: ${group}.${name}`, value)
  for (const [name, value] of Object.entries({ access: accessField, refresh: refreshField, user: userField }))
    check(`fields.${name}`, value, 'a name', isText(value) && value !== '')
  check('scheme', scheme, 'one word', isToken(scheme))
  if (successorHeader !== undefined)
    check('successorHeader', successorHeader, 'the name of a header', isToken(successorHeader))
  if (unauthorized !== undefined) check('unauthorized', unauthorized, 'a function')
  const root = baseUrl.replace(/\/+$/, '')
  /** `bearer`: it may be the last thing that the page does. */
  const post = (call: Call, path: string, body: object, bearer?: string) =>
    call({
      url: root + path,
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        Accept: 'application/json',
        ...(bearer && { Authorization: `${scheme} ${bearer}` }),
      },
      body: JSON.stringify(body),
      keepalive: bearer !== undefined,
    })

  return {
    kind: 'simplejwt',
    baseUrl,
    rotation,
    tokens: 'jwt',
    methods: Object.keys(logins),
    final: {
      renewal: [{ status: 401 }],
      accessToken: [{ status: 401, codes: ['token_not_valid', 'user_inactive', 'user_not_found'] }],
    },
    login: (method, credentials, call) => post(call, logins[method] as string, credentials),
    renew: (tokens, call) => post(call, refresh, { [refreshField]: tokens.refreshToken }),
    revoke({ accessToken, refreshToken }, { everywhere }, call) {
      const path = (everywhere && logoutEverywhere) || (refreshToken !== null && logout)
      return path ? post(call, path, { [refreshField]: refreshToken }, accessToken) : null
    },
    verify: (token, call) => post(call, verify, { token }),
    // A refused bearer comes with `messages`, or with another code; the refresh token in the body comes without.
    isRevoked({ status, body }) {
      const { code, messages } = Object(body)
      return status === 401 && code === 'token_not_valid' && !messages
    },
    grant({ body }): Grant | undefined {
      const { [accessField]: accessToken, [refreshField]: refreshToken, [userField]: user } = Object(body)
      if (!isText(accessToken) || accessToken === '') return undefined
      return { accessToken, refreshToken: isText(refreshToken) ? refreshToken : null, user }
    },
    authorization: (accessToken) => ['Authorization', `${scheme} ${accessToken}`],
    errorCode(body) {
      const { code } = Object(body)
      return isText(code) ? code : null
    },
    ...(unauthorized && { unauthorized }),
    ...(successorHeader && { successor: (headers: Headers) => headers.get(successorHeader) }),
  }
}

/** RFC 9110, section 5.6.2. */
const isToken = (value: unknown) => isText(value) && /^[\w!#$%&'*+.^`|~-]+$/.test(value)
