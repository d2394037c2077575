import { errors, type FindAccount, type Provider } from 'oidc-provider'

/** The grant that OAuth 2.1 leaves out, for tests that have no page to log in at. */
export function registerPasswordGrant(
  provider: Provider,
  findAccount: FindAccount,
  user: { readonly username: string; readonly password: string },
): void {
  const grantType = 'password'
  provider.registerGrantType<{ username?: string; password?: string; scope?: string }>(
    grantType,
    async (ctx) => {
      const { client, params } = ctx.oidc
      const { username, password, scope = 'openid' } = params
      if (!username || !password)
        throw new errors.InvalidRequest("missing required parameter(s) 'username', 'password'")
      if (username !== user.username || password !== user.password) throw new errors.InvalidGrant('wrong credentials')
      const accountId = username
      const account = await findAccount(ctx, accountId)
      if (!account) throw new errors.InvalidGrant('the account is not active')
      const grant = new provider.Grant({ accountId, clientId: client.clientId })
      grant.addOIDCScope(scope)
      const grantId = await grant.save()
      const shared = { accountId, client, grantId, gty: grantType, scope }
      const accessToken = new provider.AccessToken(shared)
      const answer = {
        access_token: await accessToken.save(),
        expires_in: accessToken.expiration,
        scope,
        token_type: accessToken.tokenType,
      }
      if (!client.grantTypeAllowed('refresh_token')) {
        ctx.body = answer
        return
      }
      const refreshToken = await new provider.RefreshToken(shared).save()
      const claims = await account.claims('id_token', scope, {}, [])
      const idToken = Object.assign(new provider.IdToken(claims, { ctx }), { scope })
      ctx.body = { ...answer, refresh_token: refreshToken, id_token: await idToken.issue({ use: 'idtoken' }) }
    },
    ['username', 'password', 'scope'],
  )
}
