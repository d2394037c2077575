import type { AuthBackend, Call, Grant } from './backend'

/** A further login of the same server: its path, and by its type what it takes. */
export type LoginPath<Credentials extends object = Record<string, unknown>> = string & {
  readonly '~credentials'?: Credentials
}

/** Types a further login: `logins: { google: loginPath<{ access_token: string }>('/api/social/google/') }`. */
export const loginPath = <Credentials extends object>(path: string): LoginPath<Credentials> => path

export interface PasswordCredentials {
  readonly username: string
  readonly password: string
}

type CredentialsOf<Path> = Path extends { readonly '~credentials'?: infer C extends object }
  ? C
  : Record<string, unknown>

type LoginsOf<Paths, Password extends object> = { password: Password } & {
  [Method in keyof Paths]: CredentialsOf<Paths[Method]>
}

export interface SimpleJwtOptions<
  Paths extends Record<string, string> = Record<never, never>,
  Password extends object = PasswordCredentials,
> {
  /** Where the API lives: `'https://api.example.com'`, or `''` or a path for the page's own origin. */
  readonly baseUrl: string
  readonly paths?: {
    /** Default `/api/token/` */
    readonly login?: string
    /** Default `/api/token/refresh/` */
    readonly refresh?: string
    /** Revokes the refresh token: the blacklist view, or a logout view of yours that takes `{ refresh }` with the bearer. Default `/api/token/blacklist/`; `null` where there is none. */
    readonly logout?: string | null
    /** Revokes every session of the user, with the bearer; none by default. */
    readonly logoutEverywhere?: string
    /** Default `/api/token/verify/` */
    readonly verify?: string
  }
  /** The names of the body's fields. Default `access`, `refresh` and `user`. */
  readonly fields?: { readonly access?: string; readonly refresh?: string; readonly user?: string }
  /** The scheme in the `Authorization` header. Default `Bearer`. */
  readonly scheme?: string
  /** Default `'optional'`: with `ROTATE_REFRESH_TOKENS` or without. */
  readonly rotation?: 'always' | 'optional' | 'never'
  /** Further logins that answer the same shape: `{ google: '/api/social/google/' }`. */
  readonly logins?: Paths
  /** A response header in which an answer may bring a successor of the access token, such as `Refresh-Token`. */
  readonly successorHeader?: string
  /** Which responses refuse the token, where status 401 isn't the whole story (a 403 or 400 view). */
  readonly unauthorized?: AuthBackend['unauthorized']
  /** Takes the place of {@link PasswordCredentials}; only its type counts. */
  readonly password?: Password
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
  check(typeof options?.baseUrl === 'string', 'baseUrl', 'a string, the URL of the API')
  const { baseUrl, scheme = 'Bearer', rotation = 'optional', successorHeader } = options
  const paths = {
    login: '/api/token/',
    refresh: '/api/token/refresh/',
    logout: '/api/token/blacklist/',
    verify: '/api/token/verify/',
    ...definedOnly(options.paths),
  }
  const fields = { access: 'access', refresh: 'refresh', user: 'user', ...definedOnly(options.fields) }
  const logins: Record<string, string> = { password: paths.login, ...options.logins }
  for (const name of ['paths', 'fields', 'logins'] as const)
    check(options[name] === undefined || Object(options[name]) === options[name], name, 'an object')
  for (const [name, path] of Object.entries(paths))
    check(typeof path === 'string' || (path === null && name === 'logout'), `paths.${name}`, 'a string')
  for (const [name, path] of Object.entries(logins)) check(typeof path === 'string', `logins.${name}`, 'a string')
  for (const [name, field] of Object.entries(fields))
    check(typeof field === 'string' && field !== '', `fields.${name}`, 'a string')
  check(isToken(scheme), 'scheme', 'one word')
  check(['always', 'optional', 'never'].includes(rotation), 'rotation', "'always', 'optional' or 'never'")
  check(successorHeader === undefined || isToken(successorHeader), 'successorHeader', 'the name of a header')
  check(['undefined', 'function'].includes(typeof options.unauthorized), 'unauthorized', 'a function')
  const root = baseUrl.replace(/\/+$/, '')
  const authorization = (accessToken: string) => ['Authorization', `${scheme} ${accessToken}`] as const
  const post = (call: Call, path: string, body: object, more: { bearer?: string; keepalive?: boolean } = {}) =>
    call({
      url: root + path,
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        Accept: 'application/json',
        ...(more.bearer && Object.fromEntries([authorization(more.bearer)])),
      },
      body: JSON.stringify(body),
      ...(more.keepalive && { keepalive: true }),
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
    renew: (tokens, call) => post(call, paths.refresh, { [fields.refresh]: tokens.refreshToken }),
    revoke({ accessToken, refreshToken }, { everywhere }, call) {
      const path = (everywhere && paths.logoutEverywhere) || paths.logout
      if (!path || (refreshToken === null && path === paths.logout)) return null
      return post(call, path, { [fields.refresh]: refreshToken }, { bearer: accessToken, keepalive: true })
    },
    verify: (token, call) => post(call, paths.verify, { token }),
    isRevoked: ({ status, body }) => status === 401 && /blacklist/i.test(String(objectOf(body)['detail'])),
    grant(answer): Grant | undefined {
      const body = objectOf(answer.body)
      const accessToken = body[fields.access]
      const refreshToken = body[fields.refresh]
      if (typeof accessToken !== 'string' || accessToken === '') return undefined
      const user = body[fields.user]
      return {
        accessToken,
        ...(typeof refreshToken === 'string' && refreshToken !== '' && { refreshToken }),
        ...(user !== undefined && { user }),
      }
    },
    authorization,
    errorCode: (body) => {
      const { code } = objectOf(body)
      return typeof code === 'string' ? code : null
    },
    ...(options.unauthorized && { unauthorized: options.unauthorized }),
    ...(successorHeader && { successor: (headers: Headers) => headers.get(successorHeader) }),
  }
}

/** RFC 9110, section 5.6.2. */
const isToken = (value: unknown) => typeof value === 'string' && /^[\w!#$%&'*+.^`|~-]+$/.test(value)

function check(fits: boolean, name: string, wanted: string): asserts fits {
  if (!fits) throw new TypeError(`simpleJwt: ${name} must be ${wanted}`)
}

const objectOf = (body: unknown): Record<string, unknown> => Object(body) as Record<string, unknown>

const definedOnly = <T extends object>(given: T | undefined): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(given ?? {}).filter(([, value]) => value !== undefined)) as never
