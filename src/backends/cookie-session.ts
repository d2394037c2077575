import { isToken } from '../platform/record'
import { hiddenToken, isWord, ownerOf, UNKNOWN } from './access-word'
import type { Answer, AuthBackend, BackendRequest, Call, Grant, TokenPair } from './backend'
import { createCookieLine } from './cookie-line'
import { type CookieSessionOptions, resolveCookieSession } from './cookie-session-options'
import { createCsrf } from './csrf'
import { isFinal } from './final-answers'
import type { LoginsOf, PasswordCredentials } from './logins'
import { createReadableCookies } from './readable-cookies'
import { secondsLeft } from './token-expiry'

/** What stands for the refresh token, which no script sees. */
const REFRESH_COOKIE = 'cookie'

/** What another user's answer to a renewal is turned into. */
const ANOTHER_USER = { status: 401, codes: ['another_user'] }

/**
 * A server that keeps the refresh token, or both tokens, in httpOnly cookies: Django with cookie views, dj-rest-auth, and the
 * like.
 *
 * @throws TypeError that names the option.
 * @see https://datatracker.ietf.org/doc/html/draft-ietf-oauth-browser-based-apps
 */
export function cookieSession<
  const Paths extends Record<string, string> = Record<never, never>,
  Password extends object = PasswordCredentials,
>(options: CookieSessionOptions<Paths, Password>): AuthBackend<LoginsOf<NoInfer<Paths>, NoInfer<Password>>> {
  const settings = resolveCookieSession(options)
  const { root, baseUrl, access, scheme, paths, fields, csrf, final, unauthorized } = settings
  const { hintCookie, hintDomain, expiryCookie } = settings
  const logins: Record<string, string> = { password: paths.login, ...settings.logins }
  const cookies = createReadableCookies(settings.cookies)
  const guarded = csrf && createCsrf({ ...csrf, root, cookies })
  const line = createCookieLine()
  const ownAddresses = new Set([...Object.values(logins), paths.refresh, paths.logout].map((path) => root + path))
  const forgetHint = () => cookies.remove(hintCookie, hintDomain)

  const bearer = (accessToken: string): Record<string, string> =>
    isWord(accessToken) ? {} : { Authorization: `${scheme} ${accessToken}` }
  const post = (call: Call, path: string, body: object, more: Partial<BackendRequest> = {}) =>
    call({
      url: root + path,
      method: 'POST',
      ...more,
      headers: { 'Content-Type': 'application/json', Accept: 'application/json', ...more.headers },
      body: JSON.stringify(body),
    })

  const grant = (answer: Answer): Grant | undefined => {
    const { status, body } = answer
    if (!isServers(body, status)) return undefined
    const { [fields.access]: token, [fields.user]: user, ...rest } = Object(body)
    // Where the body tells a token that a cookie carries, it says whose that is: dj-rest-auth's renewals name no user.
    const accessToken = access === 'cookie' ? hiddenToken(ownerOf(String(token)) ?? subjectOf(user)) : token
    if (typeof accessToken !== 'string' || accessToken === '') return undefined
    const { [fields.expiresIn]: seconds, [fields.expiresAt]: date } = rest
    const expiresIn =
      typeof seconds === 'number' ? seconds : secondsLeft(date ?? cookies.read(expiryCookie) ?? undefined, answer)
    return { accessToken, refreshToken: REFRESH_COOKIE, expiresIn, ...described(accessToken, user) }
  }

  const profileOf = async (accessToken: string, call: Call): Promise<unknown> => {
    const { status, body } = await call({
      url: root + paths.profile,
      headers: { Accept: 'application/json', ...bearer(accessToken) },
    })
    if (status !== 200 || typeof body !== 'object') throw new Error(`the profile view answers ${status}`)
    return body
  }

  return {
    kind: 'cookie-session',
    baseUrl,
    // Of what a page can see, nothing is new. Without a hint a session in memory ends with F5, and its developer is to be told.
    rotation: hintCookie ? 'never' : 'optional',
    tokens: 'opaque',
    methods: Object.keys(logins),
    final: { renewal: [...final, ANOTHER_USER], accessToken: [] },
    login: (method, credentials, call) =>
      line.login(
        async () => {
          const answer = await post(call, logins[method] as string, credentials)
          const { status, body } = answer
          if (isGood(status)) guarded?.renew()
          // Its cookie has taken the place of the present login's, whose requests would go as this user.
          if (isGood(status) && isServers(body, status) && !isWhole(grant(answer)))
            await post(call, paths.logout, {}).catch(() => {})
          return answer
        },
        ({ status }) => isGood(status),
      ),
    renew(tokens, call) {
      const { accessToken, refreshToken } = tokens
      // What is none must not be renewed by the cookie.
      if (refreshToken !== REFRESH_COOKIE) return post(call, paths.refresh, {}, { credentials: 'omit' })
      const ask = async () => {
        const answer = await post(call, paths.refresh, {})
        if (accessToken === UNKNOWN && isFinal(answer, final, { errorCode })) forgetHint()
        const found = isGood(answer.status) ? grant(answer) : undefined
        if (!found) return answer
        if (isAnothers(found, tokens)) return { ...answer, status: 401, body: { code: 'another_user' } }
        if (accessToken !== UNKNOWN || !paths.profile || found.user !== undefined) return answer
        const user = await profileOf(found.accessToken, call).catch(() => undefined)
        return { ...answer, body: { ...Object(answer.body), [fields.user]: user } }
      }
      return line.renewal(ask, () => post(call, paths.logout, {}, { keepalive: true }))
    },
    async revoke(tokens, { everywhere }, call) {
      const { accessToken } = tokens
      forgetHint()
      const path = (everywhere && paths.logoutEverywhere) || paths.logout
      const end = (token: string) => post(call, path, {}, { keepalive: true, headers: bearer(token) })
      const answer = await line.revocation(async () => {
        const first = await end(accessToken)
        if (first.status !== 401) return first
        // The access token is dead, or all is: one renewal for the logout alone.
        const renewed = await post(call, paths.refresh, {})
        const found = { accessToken, ...grant(renewed) }
        return isGood(renewed.status) && !isAnothers(found, tokens) ? end(found.accessToken) : first
      })
      return answer ?? { status: 204, headers: new Headers(), body: undefined }
    },
    isRevoked: ({ status }) => status === 401,
    grant,
    ...(paths.profile && {
      async describe(found: Grant, call: Call) {
        if (found.user !== undefined) return found
        const user = await profileOf(found.accessToken, call)
        return { ...found, ...described(found.accessToken, user) }
      },
    }),
    presumed: () => (cookies.read(hintCookie) === null ? null : { accessToken: UNKNOWN, refreshToken: REFRESH_COOKIE }),
    authorization: (accessToken) => (access === 'cookie' ? null : ['Authorization', `${scheme} ${accessToken}`]),
    send(input, init, fetch) {
      const own = typeof input === 'object' && 'credentials' in input && input.credentials === 'omit'
      const sent: RequestInit = { ...init, credentials: init?.credentials ?? (own ? 'omit' : 'include') }
      if (ownAddresses.has(String(input))) sent.signal = line.signalWith(init?.signal)
      return guarded && sent.credentials !== 'omit' ? guarded.send(input, sent, fetch) : fetch(input, sent)
    },
    errorCode,
    ...(unauthorized && { unauthorized }),
  }
}

const errorCode = (body: unknown): string | null => {
  const { code } = Object(body)
  return typeof code === 'string' ? code : null
}

/** A page that a portal put in between is no answer of the server's. */
const isServers = (body: unknown, status: number) => typeof body === 'object' || status === 204

/** Whether a session can be made of it. */
const isWhole = ({ accessToken, expiresIn = 0 }: Partial<Grant> = {}) => isToken(accessToken) && expiresIn >= 0

const isGood = (status: number) => status >= 200 && status < 300

/** The cookie is that of whoever logged in last, in whatever page. */
function isAnothers(found: Grant, { accessToken, subject = null }: TokenPair): boolean {
  const differ = (before: string | null, after: string | null) => before !== null && after !== null && before !== after
  return differ(ownerOf(accessToken), ownerOf(found.accessToken)) || differ(subject, found.subject ?? null)
}

/** What an answer tells of the user, whom a token may name by itself: two names for one would be two users. */
const described = (accessToken: string, user: unknown) => ({
  user,
  subject: !isWord(accessToken) && ownerOf(accessToken) !== null ? undefined : subjectOf(user),
})

/** Names the user as Django's and most servers' own users are named. */
function subjectOf(user: unknown): string | undefined {
  const { pk, id = pk } = Object(user)
  return typeof id === 'string' || typeof id === 'number' ? String(id) : undefined
}
