import type { Accounts } from './accounts'
import { bearerNotValid, notAuthenticated, unauthorized } from './refusal'
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
  if (!accounts.isActive(record.family.account)) throw unauthorized('User is inactive', 'user_inactive')
  return record
}

/** simplejwt knows the one spelling "Bearer"; any other scheme counts as no credentials. */
function bearerToken(header: string | undefined): string {
  const [scheme, token, ...rest] = (header ?? '').trim().split(/\s+/)
  if (scheme !== 'Bearer') throw notAuthenticated()
  if (token === undefined || rest.length > 0) {
    throw unauthorized('Authorization header must contain two space-delimited values', 'bad_authorization_header')
  }
  return token
}
