import type { Account } from '../embedded'
import type { Api } from '../front/api-handler'
import type { Exchange } from '../front/exchange'
import type { ObservedTokens } from './observed-tokens'
import type { Site, SiteAnswer } from './site'

const LOGINS = ['/api/token/', '/api/social/google/', '/api/signup/']
const LOGOUTS = ['/api/token/blacklist/', '/api/logout/']

/** Hands requests on to Django, and notes what its answers tell of tokens. */
export function createDjangoApi(
  site: Site,
  tokens: ObservedTokens,
  accounts: Account[],
  pause: (ms: number) => Promise<void>,
  successorHeader: string | null,
  /** Whose time the `Date` header tells, where the site has a time of its own; gunicorn knows only the machine's. */
  now: (() => number) | null,
): Api {
  function observe({ request: { method, path }, headers, body }: Exchange, answer: SiteAnswer): void {
    const said = parse(answer.body)
    const asked = parse(body.toString())
    const spent = String(asked['refresh'])
    // A preflight asks about a login, and is none.
    const succeeded = method === 'POST' && answer.status < 300
    if (path === '/api/signup/' && succeeded) {
      const { id, username } = said['user'] as Account
      accounts.push({ id, username, name: username, password: String(asked['password']) })
    }
    if (LOGINS.includes(path) && succeeded) tokens.login(said as { access: string; refresh: string })
    const successor = answer.headers[(successorHeader ?? '').toLowerCase()]
    if (successor) tokens.succeeded(headers.authorization?.replace('Bearer ', '') ?? '', successor)
    const family = tokens.familyOf(spent)
    if (path === '/api/token/refresh/' && succeeded) tokens.refreshed(spent, said as { access: string })
    else if (path === '/api/token/refresh/' && family && /blacklisted/.test(answer.body)) family.reused += 1
    else if (LOGOUTS.includes(path) && family && succeeded) family.signedOut = true
  }

  return async (exchange) => {
    const { method, path, query } = exchange.request
    if (path === '/api/slow/') await pause(Number(new URLSearchParams(query).get('ms') ?? 0))
    const target = query === '' ? path : `${path}?${query}`
    const answer = await site.send({ method, path: target, headers: exchange.headers, body: exchange.body })
    if (answer.status < 300) exchange.execute()
    observe(exchange, answer)
    return now === null ? answer : { ...answer, headers: { ...answer.headers, date: new Date(now()).toUTCString() } }
  }
}

function parse(text: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(text))
  } catch {
    return {}
  }
}
