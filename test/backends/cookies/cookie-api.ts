import { randomUUID } from 'node:crypto'
import { type Answer, json } from '../front/answer'
import type { Api } from '../front/api-handler'
import type { Exchange } from '../front/exchange'

export interface CookieApiSettings {
  readonly origins: readonly string[]
  readonly crossSite: boolean
  readonly now: () => number
}

type Tokens = { readonly access?: string; readonly refresh?: string }

const UNSAFE = ['POST', 'PUT', 'PATCH', 'DELETE']
const WEEK = 604_800

/**
 * Cookies before a token server at `inner`. Below /api/session/ the access token is in the body of answers, below
 * /api/cookie-session/ it is in a cookie too.
 */
export function createCookieApi(inner: string, { origins, crossSite, now }: CookieApiSettings): Api {
  const cookie = (name: string, value: string, path: string, isHidden: boolean) =>
    `${name}=${value}; Path=${path}; Max-Age=${value ? WEEK : 0}; SameSite=${crossSite ? 'None; Secure; Partitioned' : 'Lax'}` +
    (isHidden ? '; HttpOnly' : '')

  const post = async (path: string, body: object | Buffer) => {
    const response = await fetch(inner + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: Buffer.isBuffer(body) ? new Uint8Array(body) : JSON.stringify(body),
    })
    return { status: response.status, body: await response.text() }
  }

  /** The tokens in cookies of the place that was asked; `base` is its path. */
  const carrying = async (base: string, tokens: Tokens, more: readonly string[] = []): Promise<Answer> => {
    const me = await fetch(`${inner}/api/me/`, { headers: { authorization: `Bearer ${tokens.access}` } })
    const body = me.status === 200 && { user: await me.json() }
    const inCookie = base === '/api/cookie-session/'
    const cookies = [cookie('signed_in', '1', '/', false), ...more]
    if (tokens.refresh) cookies.push(cookie('refresh', tokens.refresh, base, true))
    if (inCookie && tokens.access) cookies.push(cookie('access', tokens.access, '/', true))
    const told = inCookie ? { ...body, ...lifeOf(tokens.access, now()) } : { ...body, access: tokens.access }
    return json(200, told, { 'set-cookie': cookies })
  }

  const views: Record<string, (exchange: Exchange, jar: Jar, base: string) => Promise<Answer>> = {
    async csrf(_, jar) {
      const token = jar['csrftoken'] ?? randomUUID()
      return json(200, { csrfToken: token }, { 'set-cookie': [cookie('csrftoken', token, '/', false)] })
    },
    async login(exchange, jar, base) {
      const answer = await post('/api/token/', exchange.body)
      if (answer.status !== 200) return json(answer.status, JSON.parse(answer.body))
      if (jar['refresh']) await post('/api/token/blacklist/', { refresh: jar['refresh'] })
      return carrying(base, JSON.parse(answer.body), [cookie('csrftoken', randomUUID(), '/', false)])
    },
    async refresh(_, jar, base) {
      const answer = await post('/api/token/refresh/', { refresh: jar['refresh'] })
      const body = JSON.parse(answer.body)
      return answer.status === 200 ? carrying(base, body) : json(answer.status, body)
    },
    async logout(_, jar, base) {
      if (jar['refresh']) await post('/api/token/blacklist/', { refresh: jar['refresh'] })
      const gone = [
        cookie('refresh', '', base, true),
        cookie('access', '', '/', true),
        cookie('signed_in', '', '/', false),
      ]
      return { status: 204, headers: { 'set-cookie': gone }, body: '' }
    },
  }

  const resource = async (exchange: Exchange, jar: Jar): Promise<Answer> => {
    const { method, path, query } = exchange.request
    const { authorization = jar['access'] && `Bearer ${jar['access']}`, 'content-type': type } = exchange.headers
    const response = await fetch(`${inner}${path}${query && `?${query}`}`, {
      method,
      headers: { ...(authorization && { authorization }), ...(type && { 'content-type': type }) },
      ...(UNSAFE.includes(method) && { body: new Uint8Array(exchange.body) }),
    })
    return { status: response.status, headers: { 'content-type': 'application/json' }, body: await response.text() }
  }

  const answer = async (exchange: Exchange): Promise<Answer> => {
    const { method, path } = exchange.request
    const jar = readJar(exchange.headers.cookie)
    const [, base = '', name = ''] = /^(\/api\/(?:cookie-)?session\/)(\w+)\/$/.exec(path) ?? []
    const view = views[name]
    if (name === 'refresh' && !jar['refresh']) return json(401, { detail: 'No session', code: 'no_session' })
    const isBound = view !== undefined || (exchange.headers.authorization === undefined && jar['access'] !== undefined)
    const token = exchange.headers['x-csrftoken']
    if (isBound && UNSAFE.includes(method) && (!token || token !== jar['csrftoken']))
      return json(403, { detail: 'CSRF Failed: CSRF token missing or incorrect.' })
    return view ? view(exchange, jar, base) : resource(exchange, jar)
  }

  return async (exchange) => {
    const { origin = '' } = exchange.headers
    const allowed: Record<string, string> = !origins.includes(origin)
      ? {}
      : {
          vary: 'Origin',
          'access-control-allow-origin': origin,
          'access-control-allow-credentials': 'true',
          'access-control-allow-headers': 'Authorization, Content-Type, X-CSRFToken',
          'access-control-allow-methods': UNSAFE.join(', '),
          'access-control-expose-headers': 'Date',
        }
    if (exchange.request.method === 'OPTIONS') return { status: 204, headers: allowed, body: '' }
    const given = await answer(exchange)
    return { ...given, headers: { ...given.headers, ...allowed } }
  }
}

type Jar = Readonly<Record<string, string | undefined>>

const readJar = (header = ''): Jar =>
  Object.fromEntries(header.split('; ').map((pair) => [pair.split('=', 1)[0], pair.slice(pair.indexOf('=') + 1)]))

/** In both ways that there are. */
function lifeOf(token = '', now: number) {
  const { exp } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { exp: number }
  return { expires_in: exp - now / 1_000, access_expiration: new Date(exp * 1_000).toISOString() }
}
