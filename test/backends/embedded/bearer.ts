import type { Accounts } from './accounts'
import { badBearer, bearerNotValid, notAuthenticated } from './refusal'
import type { TokenAuthority } from './token-authority'
import { TokenError } from './token-authority'
import type { TokenRecord } from './token-ledger'

/** The access token behind an Authorization header, or one of DRF's refusals. */
export async function authenticate(
  header: string | undefined,
  authority: TokenAuthority,
  accounts: Accounts,
): Promise<TokenRecord> {
  const record = await authority.accept(bearerToken(header), 'access').catch((error: unknown) => {
    throw error instanceof TokenError ? bearerNotValid(error.message) : error
  })
  const { account } = record.family
  if (!accounts.byId(account.id)) throw badBearer('User not found', 'user_not_found')
  if (!accounts.isActive(account)) throw badBearer('User is inactive', 'user_inactive')
  return record
}

/** simplejwt knows the one spelling "Bearer"; any other scheme counts as no credentials. */
function bearerToken(header: string | undefined): string {
  const [scheme, token, ...rest] = (header ?? '').trim().split(/\s+/)
  if (scheme !== 'Bearer') throw notAuthenticated()
  if (token === undefined || rest.length > 0) {
    throw badBearer('Authorization header must contain two space-delimited values', 'bad_authorization_header')
  }
  return token
}
