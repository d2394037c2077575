import { createFakeTokens } from '../../src/testing/fake-tokens'
import { ada, refreshPath, revocationPath } from '../adversity/world'

/** Nobody else ends a token so. */
export const isMinted = (token: string) => token.endsWith('.unsigned')

/** The contract of the kit's fake backend for one user, without the cost of a `Request` for each of many thousand. */
export function createHonestServer(now: () => number) {
  const tokens = createFakeTokens({ now })
  let requests = 0
  let renewals = 0

  const pair = () => ({ access: tokens.make('access', ada.username), refresh: tokens.make('refresh', ada.username) })
  const refused = (more = {}) => answer(401, { detail: 'no', code: 'token_not_valid', ...more })

  const handle = (path: string, body: string, bearer: string): Response => {
    requests++
    if (path === '/api/token/')
      return JSON.parse(body).password === ada.password ? answer(200, pair()) : answer(401, { detail: 'no' })
    if (path === refreshPath || path === revocationPath) {
      const given = tokens.read(String(JSON.parse(body).refresh))
      if (given?.type !== 'refresh' || !tokens.isGood(given)) return refused()
      tokens.end(given)
      if (path === revocationPath) return answer(200, {})
      renewals++
      return answer(200, pair())
    }
    const token = isMinted(bearer) ? tokens.read(bearer) : null
    return token?.type === 'access' && tokens.isGood(token) ? answer(200, { path }) : refused({ messages: [{}] })
  }

  return {
    handle,
    revokeAccess: () => tokens.endAll('access'),
    /** How many requests have come. */
    requests: () => requests,
    /** How many renewals it has granted. */
    renewals: () => renewals,
  }
}

function answer(status: number, body: object): Response {
  const text = JSON.stringify(body)
  return Object.defineProperty(new Response(null, { status }), 'text', { value: async () => text })
}
