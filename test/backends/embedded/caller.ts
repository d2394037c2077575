import type { TokenServer } from './token-server'

/** An answer as it was heard; a JSON body is parsed, any other is text. */
export interface Heard {
  readonly status: number
  /** `WWW-Authenticate` */
  readonly challenge: string | null
  readonly body: unknown
}

/** A login's tokens. */
export interface Tokens {
  readonly access: string
  readonly refresh: string
}

/** The plainest client: no session, no retry, redirects are shown. */
export interface Caller {
  fetch(path: string, init?: RequestInit): Promise<Response>
  get(path: string, access?: string): Promise<Heard>
  post(path: string, payload: unknown, access?: string): Promise<Heard>
  login(username?: string, password?: string): Promise<Tokens>
  /** The refresh endpoint's body; a refusal is an error. */
  refresh(refresh: string): Promise<Partial<Tokens> & { access: string }>
}

/** Calls one server. */
export function createCaller({ url }: TokenServer): Caller {
  const caller: Caller = {
    fetch: (path, init) => fetch(`${url}${path}`, { redirect: 'manual', ...init }),
    get: async (path, access) => hear(await caller.fetch(path, { headers: bearer(access) })),
    async post(path, payload, access) {
      const headers = { 'content-type': 'application/json', ...bearer(access) }
      return hear(await caller.fetch(path, { method: 'POST', headers, body: JSON.stringify(payload) }))
    },
    async login(username = 'ada', password = 'lovelace') {
      return (await ok(caller.post('/api/token/', { username, password }))) as Tokens
    },
    refresh: async (refresh) => (await ok(caller.post('/api/token/refresh/', { refresh }))) as Tokens,
  }
  return caller
}

/** Reads an answer to its end. */
export async function hear(response: Response): Promise<Heard> {
  const text = await response.text()
  const parsed = response.headers.get('content-type') === 'application/json'
  return {
    status: response.status,
    challenge: response.headers.get('www-authenticate'),
    body: parsed ? JSON.parse(text) : text,
  }
}

function bearer(access: string | undefined): Record<string, string> {
  return access === undefined ? {} : { authorization: `Bearer ${access}` }
}

async function ok(call: Promise<Heard>): Promise<unknown> {
  const { status, body } = await call
  if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`)
  return body
}
