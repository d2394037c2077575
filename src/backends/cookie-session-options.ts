import { checkShape } from '../shape'
import type { AuthBackend, FinalAnswer } from './backend'
import { checkFinal } from './final-answers'
import type { PasswordCredentials } from './logins'
import { checkPath } from './path'

/** How a server tells its own pages from others. The defaults are Django's. */
export interface CsrfOptions {
  /** The readable cookie that holds the token. Default `csrftoken`. */
  readonly cookie?: string | undefined
  /** The header that carries it. Default `X-CSRFToken`. */
  readonly header?: string | undefined
  /**
   * A view that sets that cookie when it is asked by GET; it is asked where the cookie is missing, or was refused. Where a page
   * can't read the cookie, as that of another site, the view's answer has the token as JSON, in `field`. None by default.
   */
  readonly path?: string | undefined
  /** Default `csrfToken` */
  readonly field?: string | undefined
  /** Finds a refusal in the body of a 403. Default `/csrf/i`. */
  readonly failure?: RegExp | undefined
}

export interface CookieSessionOptions<
  Paths extends Record<string, string> = Record<never, never>,
  Password extends object = PasswordCredentials,
> {
  /** Where the API lives: `'https://api.example.com'`, or `''` or a path for the page's own origin. */
  readonly baseUrl: string
  /** Where the access token is: in the `body` of an answer, for the `Authorization` header, or in a `cookie` as well. Default `body`. */
  readonly access?: 'body' | 'cookie' | undefined
  readonly paths?:
    | {
        /** Default `/api/session/login/` */
        readonly login?: string | undefined
        /** Default `/api/session/refresh/` */
        readonly refresh?: string | undefined
        /** Ends the login and deletes its cookies. Default `/api/session/logout/` */
        readonly logout?: string | undefined
        /** Ends every session of the user; none by default. */
        readonly logoutEverywhere?: string | undefined
        /** Tells by GET who is logged in; it is asked where an answer brings no user. None by default. */
        readonly profile?: string | undefined
      }
    | undefined
  /** The names of the body's fields. */
  readonly fields?:
    | {
        /** The access token. Default `access` */
        readonly access?: string | undefined
        /** Default `user` */
        readonly user?: string | undefined
        /** The access token's life in seconds. Default `expires_in` */
        readonly expiresIn?: string | undefined
        /** The date of its end, ISO 8601. Default `access_expiration` */
        readonly expiresAt?: string | undefined
      }
    | undefined
  /** A readable cookie that holds the end of the access token: seconds since 1970, or a date. None by default. */
  readonly expiryCookie?: string | undefined
  /**
   * A readable cookie that is there while a session may be: who opens a page without a record, and without it, is anonymous and
   * causes no call. It is deleted at logout. None by default.
   */
  readonly hintCookie?: string | undefined
  /** `Domain` of the hint cookie, where it has one. */
  readonly hintDomain?: string | undefined
  /** `null`: no header is sent. */
  readonly csrf?: CsrfOptions | null | undefined
  /** The scheme in the `Authorization` header. Default `Bearer`. */
  readonly scheme?: string | undefined
  /** Which answers of the refresh view end the session. Default `[{ status: 401 }]`. */
  readonly final?: readonly FinalAnswer[] | undefined
  /** Further logins that answer the same shape. */
  readonly logins?: Paths | undefined
  /** Which responses refuse the token, where status 401 isn't the whole story. */
  readonly unauthorized?: AuthBackend['unauthorized'] | undefined
  /** Where readable cookies stand. Default: the `document` there is, looked up at each use. */
  readonly cookies?: { cookie: string } | undefined
  /** Takes the place of {@link PasswordCredentials}; only its type counts. */
  readonly password?: Password | undefined
}

/** The options with nothing left open. @throws TypeError that names the option. */
export function resolveCookieSession(options: CookieSessionOptions<Record<string, string>, object>) {
  const check = (name: string, value: unknown, wanted: string, fits?: boolean) =>
    checkShape(`cookieSession: ${name}`, value, wanted, fits)
  const { baseUrl, access = 'body', paths = {}, fields = {}, csrf = {}, scheme = 'Bearer' } = options ?? {}
  const { logins = {}, final = [{ status: 401 }], unauthorized, cookies } = options ?? {}
  const { expiryCookie = '', hintCookie = '', hintDomain = '' } = options ?? {}
  check('baseUrl', baseUrl, 'a string')
  check('access', access, "'body' or 'cookie'", access === 'body' || access === 'cookie')
  for (const [name, value] of Object.entries({ paths, fields, logins })) check(name, value, 'an object')
  if (csrf !== null) check('csrf', csrf, 'an object')
  if (cookies !== undefined) check('cookies', cookies, 'an object')
  if (unauthorized !== undefined) check('unauthorized', unauthorized, 'a function')
  checkFinal('cookieSession: final', final)
  check('scheme', scheme, 'one word', isToken(scheme))
  const all = {
    paths: {
      login: paths.login ?? '/api/session/login/',
      refresh: paths.refresh ?? '/api/session/refresh/',
      logout: paths.logout ?? '/api/session/logout/',
      logoutEverywhere: paths.logoutEverywhere ?? '',
      profile: paths.profile ?? '',
    },
    fields: {
      access: fields.access ?? 'access',
      user: fields.user ?? 'user',
      expiresIn: fields.expiresIn ?? 'expires_in',
      expiresAt: fields.expiresAt ?? 'access_expiration',
    },
    csrf: {
      cookie: csrf?.cookie ?? 'csrftoken',
      header: csrf?.header ?? 'X-CSRFToken',
      path: csrf?.path ?? '',
      field: csrf?.field ?? 'csrfToken',
    },
    logins,
  }
  for (const [group, values] of Object.entries(all))
    for (const [name, value] of Object.entries(values)) check(`${group}.${name}`, value, 'a string')
  for (const [name, value] of Object.entries({ expiryCookie, hintCookie, hintDomain })) check(name, value, 'a string')
  for (const [group, values] of Object.entries({ paths: all.paths, csrf: { path: all.csrf.path }, logins }))
    for (const [name, value] of Object.entries(values)) checkPath(`cookieSession: ${group}.${name}`, value)
  check('csrf.header', all.csrf.header, 'the name of a header', isToken(all.csrf.header))
  const failure = csrf?.failure ?? /csrf/i
  check('csrf.failure', failure, 'a regular expression', failure instanceof RegExp)
  return {
    ...all,
    csrf: csrf && { ...all.csrf, failure },
    ...{ root: baseUrl.replace(/\/+$/, ''), baseUrl, access, scheme, final, unauthorized },
    ...{ expiryCookie, hintCookie, hintDomain, cookies },
  }
}

/** RFC 9110, section 5.6.2. */
const isToken = (value: unknown) => typeof value === 'string' && /^[\w!#$%&'*+.^`|~-]+$/.test(value)
