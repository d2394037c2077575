import { randomUUID } from 'node:crypto'

export interface DjRestAuthSettings {
  readonly now: () => number
  /** Its setting of that name. @default false */
  readonly JWT_AUTH_RETURN_EXPIRATION?: boolean
}

const LIFE = 300_000
const USERS: Readonly<Record<string, { readonly pk: number; readonly password: string }>> = {
  ada: { pk: 1, password: 'lovelace' },
  grace: { pk: 2, password: 'hopper' },
}

/**
 * Answers as dj-rest-auth 7 does with simplejwt, rotation and blacklist, where `JWT_AUTH_COOKIE` is `my-app-auth`,
 * `JWT_AUTH_REFRESH_COOKIE` is `my-refresh-token` and `JWT_AUTH_COOKIE_USE_CSRF` is on; by its `views.py` and `jwt_auth.py`.
 */
export function createDjRestAuthApi({ now, JWT_AUTH_RETURN_EXPIRATION = false }: DjRestAuthSettings) {
  const asked: string[] = []
  /** Refresh tokens and access tokens that are good, with their user. */
  const alive = new Map<string, string>()

  const segment = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const make = (token_type: string, name: string) => {
    const claims = { token_type, exp: Math.floor((now() + LIFE) / 1_000), jti: randomUUID(), user_id: USERS[name]?.pk }
    const token = [{ alg: 'HS256', typ: 'JWT' }, claims].map(segment).concat('signature').join('.')
    alive.set(token, name)
    return token
  }
  const answer = (status: number, body: object, cookies: readonly string[] = []) =>
    new Response(JSON.stringify(body), {
      status,
      headers: [
        ['content-type', 'application/json'],
        ['date', new Date(now()).toUTCString()],
        ...cookies.map((cookie): [string, string] => ['set-cookie', cookie]),
      ],
    })
  const until = () => new Date(now() + LIFE)
  const kept = (name: string, token: string) =>
    `${name}=${token}; expires=${until().toUTCString()}; HttpOnly; Path=/; SameSite=Lax`
  const gone = (name: string) => `${name}=""; expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; Path=/; SameSite=Lax`
  /** Python's, with microseconds. */
  const inWords = () => until().toISOString().replace('Z', '000Z')

  const views: Record<string, (body: Record<string, string>, jar: Jar) => Response> = {
    login({ username = '', password }) {
      const user = USERS[username]
      if (!user || user.password !== password)
        return answer(400, { non_field_errors: ['Unable to log in with provided credentials.'] })
      const access = make('access', username)
      const told = {
        access,
        refresh: '',
        user: { pk: user.pk, username, email: `${username}@example.com`, first_name: '', last_name: '' },
        ...(JWT_AUTH_RETURN_EXPIRATION && { access_expiration: inWords(), refresh_expiration: inWords() }),
      }
      const cookies = [kept('my-app-auth', access), kept('my-refresh-token', make('refresh', username))]
      return answer(200, told, [...cookies, `csrftoken=${randomUUID()}; Path=/; SameSite=Lax`])
    },
    'token/refresh'(_, jar) {
      const spent = jar['my-refresh-token']
      const name = alive.get(spent ?? '')
      if (!spent) return answer(401, { detail: 'No valid refresh token found.', code: 'token_not_valid' })
      if (!name) return answer(401, { detail: 'Token is blacklisted', code: 'token_not_valid' })
      alive.delete(spent)
      const access = make('access', name)
      const cookies = [kept('my-app-auth', access), kept('my-refresh-token', make('refresh', name))]
      return answer(200, { access, access_expiration: until().toISOString() }, cookies)
    },
    logout(_, jar) {
      const cookies = [gone('my-app-auth'), gone('my-refresh-token')]
      const token = jar['my-refresh-token']
      if (!token) return answer(401, { detail: 'Refresh token was not included in cookie data.' }, cookies)
      if (!alive.delete(token)) return answer(401, { detail: 'Token is blacklisted' }, cookies)
      return answer(200, { detail: 'Successfully logged out.' }, cookies)
    },
  }

  return {
    asked,
    /** Those that a renewal or a request is made with. */
    alive,
    async fetch(input: RequestInfo | URL, init?: RequestInit) {
      const request = new Request(input, init)
      const { pathname } = new URL(request.url)
      asked.push(pathname)
      const jar = readJar(request.headers.get('cookie') ?? '')
      const view = views[pathname.replace(/^\/dj-rest-auth\/|\/$/g, '')]
      const access = jar['my-app-auth']
      // Its refresh view authenticates nobody.
      if (access && !pathname.endsWith('/refresh/')) {
        if (!alive.has(access)) return answer(401, { detail: 'Given token not valid for any token type' })
        if (request.method !== 'GET' && request.headers.get('x-csrftoken') !== jar['csrftoken'])
          return answer(403, { detail: 'CSRF Failed: CSRF token missing.' })
      }
      if (view) return view(await request.json(), jar)
      const username = alive.get(access ?? '')
      return username
        ? answer(200, { username })
        : answer(401, { detail: 'Authentication credentials were not provided.' })
    },
  }
}

type Jar = Readonly<Record<string, string | undefined>>

const readJar = (header: string): Jar => Object.fromEntries(header.split('; ').map((pair) => pair.split('=', 2)))
