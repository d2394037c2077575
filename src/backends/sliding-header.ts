import type { AuthBackend, Call, Grant } from './backend'
import type { LoginsOf, PasswordCredentials } from './logins'
import { resolveSlidingHeader, type SlidingHeaderOptions } from './sliding-header-options'
import { isLaterThan } from './token-end'

/** What such servers say of a token that they will never take again: simplejwt by codes, djangorestframework-jwt in words. */
const DEAD = [
  'token_not_valid',
  'user_inactive',
  'user_not_found',
  'Signature has expired.',
  'Error decoding signature.',
  'Token has expired.',
  'Error decoding token.',
  'Invalid signature.',
  'Invalid token.',
  'Invalid payload.',
  "User doesn't exist.",
  'User account is disabled.',
]

/** The login has been prolonged as often as it may: counted from the token's `orig_iat`. */
const AT_ITS_LIMIT = 'Refresh has expired.'

/**
 * A server with one token and no refresh token: an authenticated answer may bring the token's successor in a header, and
 * djangorestframework-jwt's refresh view gives one as well.
 *
 * With `keepAlive` or `refreshPath` the token renews itself, while it lives. Without them its successors come from answers to
 * the app's own requests alone: its end is then foretold by `expiring`.
 *
 * @throws TypeError that names the option.
 * @see https://jpadilla.github.io/django-rest-framework-jwt/#refresh-token
 */
export function slidingHeader<
  const Paths extends Record<string, string> = Record<never, never>,
  Password extends object = PasswordCredentials,
>(options: SlidingHeaderOptions<Paths, Password>): AuthBackend<LoginsOf<NoInfer<Paths>, NoInfer<Password>>> {
  const settings = resolveSlidingHeader(options)
  const { root, baseUrl, header, scheme, window, keepAlive, refreshPath, paths, fields, unauthorized } = settings
  const logins: Record<string, string> = { password: paths.login, ...settings.logins }
  const isRenewable = keepAlive !== '' || refreshPath !== ''

  const bearer = (accessToken: string) => ({ Accept: 'application/json', Authorization: `${scheme} ${accessToken}` })
  const post = (call: Call, path: string, body: object) =>
    call({
      url: root + path,
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
      body: JSON.stringify(body),
    })
  const errorCode = (body: unknown): string | null => {
    const { code, detail, non_field_errors: general } = Object(body)
    return [code, Array.isArray(general) ? general[0] : null, detail].find((word) => typeof word === 'string') ?? null
  }
  const grantOf = (accessToken: string, user?: unknown): Grant => ({
    accessToken,
    refreshToken: isRenewable ? accessToken : null,
    user,
  })
  const grant = ({ body }: { readonly body: unknown }): Grant | undefined => {
    const { [fields.token]: token, [fields.user]: user, [LAST]: last } = Object(body)
    if (typeof token !== 'string' || token === '') return undefined
    return last ? { accessToken: token, refreshToken: '' } : grantOf(token, user)
  }

  return {
    kind: 'sliding-header',
    baseUrl,
    rotation: 'optional',
    tokens: 'jwt',
    methods: Object.keys(logins),
    final: {
      renewal: [{ status: 401 }, { status: 400, codes: DEAD }],
      accessToken: [{ status: 401, codes: DEAD }],
    },
    // Not at its very opening: clocks differ. Without jitter, which would place the call before it.
    renewal: { whileHidden: false, ...(window && { ahead: window * 0.9, jitter: 0 }) },
    login: (method, credentials, call) => post(call, logins[method] as string, credentials),
    async renew({ accessToken }, call) {
      const answer = keepAlive
        ? await call({ url: root + keepAlive, headers: bearer(accessToken) })
        : await post(call, refreshPath, { [fields.token]: accessToken })
      const { status, headers, body } = answer
      const mayGoOn = refreshPath !== '' && status === 400 && errorCode(body) === AT_ITS_LIMIT
      const given = keepAlive ? headers.get(header) : grant(answer)?.accessToken
      if (mayGoOn) return { ...answer, status: 200, body: { [fields.token]: accessToken, [LAST]: true } }
      // A page that a portal put in between is no answer of the server's.
      const isSilent = !given && (refreshPath !== '' || (body === undefined && status !== 204))
      if (!(status >= 200 && status < 300) || isSilent) return answer
      // Not yet: the server took the token, and gives another one later.
      const token = given && isLaterThan(given, accessToken) ? given : accessToken
      return { ...answer, body: { [fields.token]: token } }
    },
    revokes: 'grant',
    revoke({ accessToken }, { everywhere }, call) {
      const path = (everywhere && paths.logoutEverywhere) || paths.logout
      if (!path) return null
      return call({ url: root + path, method: 'POST', headers: bearer(accessToken), keepalive: true })
    },
    isRevoked: ({ status }) => status === 401,
    grant,
    // Tokens that were obtained elsewhere renew themselves as well.
    describe: async ({ accessToken, ...given }) => ({ ...given, ...grantOf(accessToken, given.user) }),
    authorization: (accessToken) => ['Authorization', `${scheme} ${accessToken}`],
    errorCode,
    successor: (headers) => headers.get(header),
    ...(unauthorized && { unauthorized }),
  }
}

/** Marks, in the body of an answer, a token that nothing renews any more. */
const LAST = Symbol('last')
