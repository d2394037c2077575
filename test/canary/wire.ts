import { createFakeBackend } from 'xstate-auth-session/testing'
import { ada, grace } from './planted'
import { createTokenOffice } from './token-office'

/** A request as it went out. */
export interface Sent {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** What becomes of one request in the place of its answer. */
export type Fault = (sent: Sent, answer: () => Promise<Response>) => Promise<Response>

export const paths = {
  login: '/api/token/',
  google: '/api/social/google/',
  refresh: '/api/token/refresh/',
  logout: '/api/token/blacklist/',
  logoutEverywhere: '/api/logout-everywhere/',
  verify: '/api/token/verify/',
}

/** A token server whose tokens and answers say who somebody is, and every request that it has had. */
export function createWire(now: () => number) {
  const fake = createFakeBackend({ now, users: { ada: ada.password, grace: grace.password } })
  const office = createTokenOffice()
  const sent: Sent[] = []
  const faults = new Map<string, Fault[]>()

  const ask = async (path: string, { method, headers, body }: Sent): Promise<Response> => {
    const init = { method, headers: JSON.parse(office.reveal(JSON.stringify(headers))) as Record<string, string> }
    const given = method === 'GET' ? {} : { body: office.reveal(body) }
    const answer = await fake.fetch(fake.baseUrl + path, { ...init, ...given })
    return new Response(office.disguise(await answer.text()), answer)
  }
  const withUser = async (answer: Response, username: string) => {
    const { subject: id, email } = username === 'ada' ? ada : grace
    return answer.ok ? Response.json({ ...(await answer.json()), user: { id, email } }) : answer
  }
  const handle = async (request: Sent): Promise<Response> => {
    const { origin, pathname } = new URL(request.url)
    if (origin !== fake.baseUrl) return Response.json({})
    if (pathname === paths.login) return withUser(await ask(pathname, request), JSON.parse(request.body).username)
    if (pathname === paths.google) {
      const body = JSON.stringify({ username: 'grace', password: grace.password })
      return withUser(await ask(paths.login, { ...request, body }), 'grace')
    }
    if (pathname === paths.verify || pathname === paths.logoutEverywhere) return Response.json({})
    return ask(pathname, request)
  }

  return {
    baseUrl: fake.baseUrl,
    sent: sent as readonly Sent[],
    tokens: office.tokens,
    revokeAccess: fake.revokeAccess,
    revokeRefresh: fake.revokeRefresh,

    fetch: (async (input, init) => {
      const asked = new Request(input, init)
      const { method, url } = asked
      const request = { method, url, headers: Object.fromEntries(asked.headers), body: await asked.text() }
      sent.push(request)
      const answer = () => handle(request)
      return faults.get(new URL(url).pathname)?.shift()?.(request, answer) ?? answer()
    }) satisfies typeof fetch as typeof fetch,

    /** The next requests to that path, one each. */
    next(path: string, ...strikes: Fault[]) {
      faults.set(path, [...(faults.get(path) ?? []), ...strikes])
    },

    /** Tokens that were obtained elsewhere. */
    async tokensOf({ username, password }: typeof ada): Promise<{ accessToken: string; refreshToken: string }> {
      const body = JSON.stringify({ username, password })
      const answer = await ask(paths.login, { method: 'POST', url: '', headers: {}, body })
      const { access, refresh } = await answer.json()
      return { accessToken: access, refreshToken: refresh }
    },
  }
}
