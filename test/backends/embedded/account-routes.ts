import { json, resetContent } from '../front/answer'
import type { Exchange } from '../front/exchange'
import type { LoginMethod } from '../front/server-events'
import type { Account, Accounts } from './accounts'
import { userFacts } from './accounts'
import { invalid, Refusal } from './refusal'
import { readFields } from './request-payload'
import type { Route } from './route'
import type { TokenAuthority } from './token-authority'
import { TokenError } from './token-authority'
import type { TokenRecord } from './token-ledger'

/** What projects write around simplejwt: logout, social login and sign-up, as dj-rest-auth shapes them. */
export function createAccountRoutes(accounts: Accounts, authority: TokenAuthority): Record<string, Route> {
  async function welcome(status: number, account: Account, method: LoginMethod, exchange: Exchange) {
    const { access, refresh } = await authority.login(account, method)
    exchange.execute()
    return json(status, { access, refresh, user: userFacts(account) })
  }

  /** A refresh token that is no good is a 400: a 401 here always speaks of the bearer. */
  async function logout(exchange: Exchange) {
    const { refresh } = await readFields(exchange, 'refresh')
    await authority.blacklist(refresh).catch((error: unknown) => {
      if (!(error instanceof TokenError)) throw error
      throw new Refusal(json(400, { detail: error.message, code: 'token_not_valid' }), error.message)
    })
    exchange.execute()
    return resetContent
  }

  /** Google's token for a user is `google-<username>`. */
  async function google(exchange: Exchange) {
    const { access_token } = await readFields(exchange, 'access_token')
    const username = /^google-(.+)$/.exec(access_token)?.[1]
    const account = username === undefined ? undefined : accounts.byUsername(username)
    if (!account || !accounts.isActive(account)) throw invalid({ non_field_errors: ['Incorrect value'] })
    return welcome(200, account, 'google', exchange)
  }

  async function signup(exchange: Exchange) {
    const { username, password } = await readFields(exchange, 'username', 'password')
    if (!/^[\w.@+-]+$/.test(username)) throw invalid({ username: [unusable] })
    if (accounts.byUsername(username)) throw invalid({ username: ['A user with that username already exists.'] })
    return welcome(201, accounts.create({ username, password, name: username }), 'signup', exchange)
  }

  const me = (exchange: Exchange, access: TokenRecord) => {
    exchange.execute()
    return json(200, userFacts(access.family.account))
  }

  return {
    '/api/logout/': { methods: ['POST'], secured: logout },
    '/api/social/google/': { methods: ['POST'], quiet: true, open: google },
    '/api/signup/': { methods: ['POST'], quiet: true, open: signup },
    '/api/me/': { methods: ['GET', 'HEAD'], secured: me },
  }
}

const unusable = 'Enter a valid username. This value may contain only letters, numbers, and @/./+/-/_ characters.'
