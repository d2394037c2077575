import { json } from '../front/answer'
import type { Exchange } from '../front/exchange'
import type { Accounts } from './accounts'
import { invalid, tokenNotValid, unauthorized } from './refusal'
import { readFields } from './request-payload'
import type { Route } from './route'
import type { ServerSettings } from './server-options'
import type { TokenAuthority } from './token-authority'
import { TokenError } from './token-authority'
import type { TokenLedger } from './token-ledger'

/** simplejwt's four views, under /api/token/. */
export function createTokenRoutes(
  settings: ServerSettings,
  accounts: Accounts,
  authority: TokenAuthority,
  ledger: TokenLedger,
): Record<string, Route> {
  async function login(exchange: Exchange) {
    const { username, password } = await readFields(exchange, 'username', 'password')
    const account = accounts.byUsername(username)
    if (account?.password !== password || !accounts.isActive(account)) {
      throw unauthorized('No active account found with the given credentials')
    }
    const pair = await authority.login(account, 'password')
    exchange.execute()
    return json(200, pair)
  }

  async function refresh(exchange: Exchange) {
    const fields = await readFields(exchange, 'refresh')
    const pair = await authority.refresh(fields.refresh).catch(asTokenNotValid)
    exchange.execute()
    return json(200, pair)
  }

  async function verify(exchange: Exchange) {
    const { token } = await readFields(exchange, 'token')
    const record = await authority.identify(token).catch(asTokenNotValid)
    if (settings.blacklist && ledger.isDead(record)) throw invalid({ non_field_errors: ['Token is blacklisted'] })
    exchange.execute()
    return json(200, {})
  }

  async function blacklist(exchange: Exchange) {
    const fields = await readFields(exchange, 'refresh')
    await authority.blacklist(fields.refresh).catch(asTokenNotValid)
    exchange.execute()
    return json(200, {})
  }

  const methods = ['POST']
  return {
    '/api/token/': { methods, quiet: true, open: login },
    '/api/token/refresh/': { methods, quiet: true, open: refresh },
    '/api/token/verify/': { methods, open: verify },
    '/api/token/blacklist/': { methods, quiet: true, open: blacklist },
  }
}

function asTokenNotValid(error: unknown): never {
  throw error instanceof TokenError ? tokenNotValid(error.message) : error
}
