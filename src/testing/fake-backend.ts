import type { AuthBackend } from '../backends/backend'
import type { PasswordCredentials } from '../backends/logins'
import { simpleJwt } from '../backends/simple-jwt'
import { createFakeTokens, type FakeToken } from './fake-tokens'

/** What a {@link FakeBackend} has been asked. */
export interface FakeRequest {
  readonly method: string
  readonly path: string
  /** The access token that came with it, as facts; `null` where none came. */
  readonly bearer: FakeToken | null
  readonly body: string
}

/** Answers in the place of the fake, or leaves the request to it by `undefined`. `answer` is what the fake would say. */
export type Interception = (request: FakeRequest, answer: () => Response) => Response | Promise<Response> | undefined

export interface FakeBackendOptions {
  /** Lifetime of access tokens in seconds. Default 300. */
  readonly accessLifetime?: number | undefined
  /** Lifetime of refresh tokens in seconds. Default 86 400. */
  readonly refreshLifetime?: number | undefined
  /** Whether a refresh brings a new refresh token and ends the old one. Default true. */
  readonly rotation?: boolean | undefined
  /** ms since the epoch; give `time.now` of simulated time. Default: the platform's time. */
  readonly now?: (() => number) | undefined
  /** User names and passwords. Default `{ ada: 'lovelace', grace: 'hopper' }`. */
  readonly users?: Readonly<Record<string, string>> | undefined
}

/** A token server in memory that speaks simplejwt's contract; every other path is a resource that wants a good token. */
export interface FakeBackend {
  readonly baseUrl: string
  /** For the `backend` option. */
  readonly backend: AuthBackend<{ password: PasswordCredentials }>
  /** For the `fetch` option; or answer a mock server's requests with it. */
  readonly fetch: typeof globalThis.fetch
  /** All requests so far, in order. */
  readonly requests: readonly FakeRequest[]
  /** How many requests a path has had. */
  count(path: string): number
  /** Sees every request first; what it returns ends that. */
  intercept(interception: Interception): () => void
  /** No access token made so far is taken any more. */
  revokeAccess(): void
  /** No refresh token made so far is taken any more. */
  revokeRefresh(): void
  /** Requests fail as on a dead network until `true`. */
  network(up: boolean): void
}

const BASE_URL = 'https://api.test'

export function createFakeBackend(options: FakeBackendOptions = {}): FakeBackend {
  const { users = { ada: 'lovelace', grace: 'hopper' }, rotation = true } = options
  const tokens = createFakeTokens(options)
  const interceptions = new Set<Interception>()
  const requests: FakeRequest[] = []
  let online = true

  const handle = (request: FakeRequest): Response => {
    const { path, body, bearer } = request
    const given = path.startsWith('/api/token/') ? (JSON.parse(body || '{}') as Record<string, string>) : {}
    if (path === '/api/token/') {
      const { username = '', password } = given
      if (password === undefined || users[username] !== password)
        return answer(401, { detail: 'No active account found with the given credentials' })
      return answer(200, { access: tokens.make('access', username), refresh: tokens.make('refresh', username) })
    }
    if (path === '/api/token/refresh/' || path === '/api/token/blacklist/') {
      const refresh = tokens.read(given['refresh'] ?? '')
      if (refresh?.type !== 'refresh' || !tokens.isGood(refresh))
        return answer(401, { detail: 'Token is invalid or expired', code: 'token_not_valid' })
      if (path === '/api/token/blacklist/') {
        tokens.end(refresh)
        return answer(200, {})
      }
      if (rotation) tokens.end(refresh)
      const access = tokens.make('access', refresh.user)
      return answer(200, { access, ...(rotation && { refresh: tokens.make('refresh', refresh.user) }) })
    }
    if (bearer?.type !== 'access' || !tokens.isGood(bearer))
      return answer(401, {
        detail: 'Given token not valid for any token type',
        code: 'token_not_valid',
        messages: [{ token_class: 'AccessToken', token_type: 'access', message: 'Token is invalid or expired' }],
      })
    return answer(200, { path, user: bearer.user, token: bearer.id })
  }

  const fetch = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const asked = new Request(input, init)
    asked.signal.throwIfAborted()
    const scheme = /^\w+ (.+)$/.exec(asked.headers.get('authorization') ?? '')
    const request: FakeRequest = {
      method: asked.method,
      path: new URL(asked.url).pathname,
      bearer: scheme?.[1] === undefined ? null : tokens.read(scheme[1]),
      body: await asked.text(),
    }
    requests.push(request)
    if (!online) throw new TypeError('fetch failed')
    for (const intercept of interceptions) {
      const answered = intercept(request, () => handle(request))
      if (answered) return unlessAborted(answered, asked.signal)
    }
    return handle(request)
  }

  return {
    baseUrl: BASE_URL,
    backend: simpleJwt({ baseUrl: BASE_URL }),
    fetch,
    requests,
    count: (path) => requests.filter((request) => request.path === path).length,
    intercept(interception) {
      interceptions.add(interception)
      return () => void interceptions.delete(interception)
    },
    revokeAccess: () => tokens.endAll('access'),
    revokeRefresh: () => tokens.endAll('refresh'),
    network(up) {
      online = up
    },
  }
}

function answer(status: number, body: unknown): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } })
}

function unlessAborted(answered: Response | Promise<Response>, signal: AbortSignal): Promise<Response> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason))
    Promise.resolve(answered).then(resolve, reject)
  })
}
