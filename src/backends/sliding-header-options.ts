import { checkShape } from '../shape'
import type { AuthBackend } from './backend'
import type { PasswordCredentials } from './logins'
import { checkPath } from './path'

export interface SlidingHeaderOptions<
  Paths extends Record<string, string> = Record<never, never>,
  Password extends object = PasswordCredentials,
> {
  /** Where the API lives: `'https://api.example.com'`, or `''` or a path for the page's own origin. */
  readonly baseUrl: string
  /** The response header in which an answer may bring the token's successor. Default `Refresh-Token`. */
  readonly header?: string | undefined
  /** The scheme in the `Authorization` header, such as `JWT`. Default `Bearer`. */
  readonly scheme?: string | undefined
  /**
   * How long before a token's end the server begins to give successors, in ms; `1_200_000` where it does so in the last 20
   * minutes. Nothing is asked before. 1 to 86 400 000. By default `renewal.ahead` of the session counts alone.
   */
  readonly window?: number | undefined
  /** A path that is asked by GET, with the token, where the user's own requests brought no successor in time. None by default. */
  readonly keepAlive?: string | undefined
  /** A view that takes `{ token }` by POST and answers another one, such as `/api-token-refresh/`; in the place of `keepAlive`. None by default. */
  readonly refreshPath?: string | undefined
  readonly paths?:
    | {
        /** Default `/api-token-auth/` */
        readonly login?: string | undefined
        /** Ends the login, by POST with the token. None by default: then a token that was logged out lives on until its end. */
        readonly logout?: string | undefined
        /** Ends every login of the user, likewise; none by default. */
        readonly logoutEverywhere?: string | undefined
      }
    | undefined
  /** The names of the body's fields. Default `token` and `user`. */
  readonly fields?: { readonly token?: string | undefined; readonly user?: string | undefined } | undefined
  /** Further logins that answer the same shape: `{ google: '/api/social/google/' }`. */
  readonly logins?: Paths | undefined
  /** Which responses refuse the token, where status 401 isn't the whole story. */
  readonly unauthorized?: AuthBackend['unauthorized'] | undefined
  /** Takes the place of {@link PasswordCredentials}; only its type counts. */
  readonly password?: Password | undefined
}

/** The options with nothing left open. @throws TypeError that names the option. */
export function resolveSlidingHeader(options: SlidingHeaderOptions<Record<string, string>, object>) {
  const check = (name: string, value: unknown, wanted: string, fits?: boolean) =>
    checkShape(`slidingHeader: ${name}`, value, wanted, fits)
  const { baseUrl, header = 'Refresh-Token', scheme = 'Bearer', window, unauthorized } = options ?? {}
  const { keepAlive = '', refreshPath = '', paths = {}, fields = {}, logins = {} } = options ?? {}
  check('baseUrl', baseUrl, 'a string')
  for (const [name, value] of Object.entries({ keepAlive, refreshPath })) checkPath(`slidingHeader: ${name}`, value)
  for (const [name, value] of Object.entries({ paths, fields, logins })) check(name, value, 'an object')
  check('header', header, 'the name of a header', isToken(header))
  check('scheme', scheme, 'one word', isToken(scheme))
  if (window !== undefined)
    check('window', window, 'a number from 1 to 86400000', Number(window) === window && window >= 1 && window <= 864e5)
  if (unauthorized !== undefined) check('unauthorized', unauthorized, 'a function')
  if (refreshPath && keepAlive) check('refreshPath', refreshPath, 'left out where keepAlive is given', false)
  const { login = '/api-token-auth/', logout = '', logoutEverywhere = '' } = paths
  const { token = 'token', user = 'user' } = fields
  const all = { paths: { login, logout, logoutEverywhere }, logins }
  for (const [group, values] of Object.entries(all))
    for (const [name, value] of Object.entries(values)) checkPath(`slidingHeader: ${group}.${name}`, value)
  for (const [name, value] of Object.entries({ token, user }))
    check(`fields.${name}`, value, 'a name', typeof value === 'string' && value !== '')
  const root = baseUrl.replace(/\/+$/, '')
  return {
    ...all,
    ...{ baseUrl, root, header, scheme, window, keepAlive, refreshPath, unauthorized },
    fields: { token, user },
  }
}

/** RFC 9110, section 5.6.2. */
const isToken = (value: unknown) => typeof value === 'string' && /^[\w!#$%&'*+.^`|~-]+$/.test(value)
